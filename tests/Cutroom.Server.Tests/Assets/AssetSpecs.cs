using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Cutroom.Server.Assets;
using Cutroom.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Cutroom.Server.Tests.Assets;

public sealed class AssetSpecs : IAsyncLifetime
{
    private RunningServer server = null!; // set before each spec
    private AssetCalls calls = null!; // set before each spec
    private byte[] clip = [];

    public async ValueTask InitializeAsync()
    {
        server = await RunningServer.StartAsync();
        calls = new(server);
        clip = await AssetCalls.ClipAsync();
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    [Documented("VOD API reference, query asset details, base_info and meta_data")]
    public async Task A_confirmed_upload_is_shown_with_its_probed_facts()
    {
        var asset = await calls.AddAsync(clip);

        var info = (await calls.GetAsync($"details?asset_id={asset}")).GetProperty("base_info");

        Assert.Equal("clip ü", info.GetProperty("title").GetString());
        var facts = info.GetProperty("meta_data");
        Assert.Equal("H.264", facts.GetProperty("codec").GetString());
        Assert.Equal(180, facts.GetProperty("height").GetInt32());
        Assert.Equal(180, facts.GetProperty("hight").GetInt32());
        Assert.Equal(2, facts.GetProperty("duration").GetInt64());
        Assert.Equal(clip.Length, facts.GetProperty("video_size").GetInt64());
    }

    [Theory]
    [InlineData("video_url")]
    [InlineData("sign_url")]
    public async Task A_delivery_address_gives_the_bytes_whole_and_by_range(string member)
    {
        var asset = await calls.AddAsync(clip);
        var info = (await calls.GetAsync($"details?asset_id={asset}")).GetProperty("base_info");
        using var part = new HttpRequestMessage(HttpMethod.Get, info.GetProperty(member).GetString());
        part.Headers.Range = new RangeHeaderValue(100, 199);

        var whole = await server.Anonymous.GetByteArrayAsync(part.RequestUri);
        using var answer = await server.Anonymous.SendAsync(part);

        Assert.Equal(clip, whole);
        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal(clip[100..200], await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_changed_delivery_address_opens_nothing()
    {
        var asset = await calls.AddAsync(clip);
        var info = (await calls.GetAsync($"details?asset_id={asset}")).GetProperty("base_info");
        var url = info.GetProperty("sign_url").GetString()!;
        var grant = url.Split('/')[^2];

        foreach (
            var changed in new[]
            {
                url.Replace(grant, "0-" + grant.Split('-')[1], StringComparison.Ordinal),
                url.Replace(grant, grant[..^1] + (grant[^1] == '0' ? '1' : '0'), StringComparison.Ordinal),
                url.Replace("source.mp4", "..", StringComparison.Ordinal),
                url.Replace("source.mp4", "other.mp4", StringComparison.Ordinal),
            }
        )
        {
            using var answer = await server.Anonymous.GetAsync(changed);
            Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.BadRequest });
        }
    }

    [Fact]
    public async Task Damaged_media_is_refused_with_the_cause_and_may_be_sent_again()
    {
        var (asset, url) = await calls.CreateAsync();
        await calls.UploadAsync(url, RandomNumberGenerator.GetBytes(4096));

        using var refused = await calls.ConfirmAsync(asset);
        (await calls.UploadAsync(url, clip)).EnsureSuccessStatusCode();
        using var accepted = await calls.ConfirmAsync(asset);

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("VOD.10063", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
    }

    [Fact]
    [Documented("VOD API reference, confirm upload: VOD.10126 where the state does not allow it")]
    public async Task An_upload_address_is_dead_after_the_confirmation()
    {
        var (asset, url) = await calls.CreateAsync();
        using var early = await calls.ConfirmAsync(asset);
        (await calls.UploadAsync(url, clip)).EnsureSuccessStatusCode();
        (await calls.ConfirmAsync(asset)).EnsureSuccessStatusCode();

        using var again = await calls.UploadAsync(url, clip);
        using var twice = await calls.ConfirmAsync(asset);

        Assert.Contains("VOD.10126", await early.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, again.StatusCode);
        Assert.Contains("VOD.10126", await twice.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_the_promised_one_is_refused_and_leaves_nothing()
    {
        var (_, url) = await calls.CreateAsync(
            new
            {
                title = "t",
                video_name = "n",
                video_type = "MP4",
                video_md5 = new string('0', 32),
            }
        );

        using var answer = await calls.UploadAsync(url, clip);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(Directory.EnumerateDirectories(server.Services.GetRequiredService<MediaFiles>().StagingFolder));
    }

    [Theory]
    [InlineData("title", "")]
    [InlineData("video_type", "mp4")]
    [InlineData("video_type", "EXE")]
    [InlineData("tags", "abcdefghijklmnopq")]
    public async Task A_bad_field_is_named(string field, string value)
    {
        var body = new Dictionary<string, string>
        {
            ["title"] = "t",
            ["video_name"] = "n",
            ["video_type"] = "MP4",
            [field] = value,
        };
        using var content = new StringContent(JsonSerializer.Serialize(body), null, "application/json");

        using var answer = await server.Client.PostAsync(calls.Root, content);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains($"illegal field: {field}", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listings_are_newest_first_and_count_what_matches()
    {
        var first = await calls.AddAsync(clip);
        var second = await calls.AddAsync(clip);

        var list = await calls.GetAsync("list?size=1");
        var info = await calls.GetAsync($"info?asset_id={first}&asset_id={second}");

        Assert.Equal(2, list.GetProperty("total").GetInt64());
        Assert.Equal(second, list.GetProperty("assets")[0].GetProperty("asset_id").GetString());
        Assert.Equal(2, info.GetProperty("asset_info_array").GetArrayLength());
    }

    [Fact]
    public async Task A_deleted_asset_is_gone_and_so_are_its_bytes_after_a_sweep()
    {
        var asset = await calls.AddAsync(clip);
        var files = server.Services.GetRequiredService<MediaFiles>();

        using var deleted = await server.Client.DeleteAsync($"{calls.Root}?asset_id={asset},unknown");
        var body = await deleted.Content.ReadAsStringAsync();
        var sweep = server.Services.GetServices<IHostedService>().OfType<MediaSweep>().Single();
        await sweep.RunOnceAsync(TimeSpan.FromSeconds(-1), TestContext.Current.CancellationToken);

        Assert.Contains("\"DELETED\"", body, StringComparison.Ordinal);
        Assert.Contains("\"FAILED\"", body, StringComparison.Ordinal);
        Assert.Empty(await files.StoredAsync(TestContext.Current.CancellationToken).ToListAsync());
    }

    [Fact]
    public async Task Another_projects_asset_and_none_at_all_are_one_answer()
    {
        var asset = await calls.AddAsync(clip);
        var (project, ak, sk) = await server.AddAccountAsync("others");
        using var stranger = server.NewClient(ak, sk, project.Value);

        using var theirs = await stranger.GetAsync($"/v1.0/{project}/asset/details?asset_id={asset}");
        using var none = await stranger.GetAsync($"/v1.0/{project}/asset/details?asset_id={new string('0', 32)}");

        Assert.Equal(HttpStatusCode.BadRequest, theirs.StatusCode);
        Assert.Equal(await none.Content.ReadAsStringAsync(), await theirs.Content.ReadAsStringAsync());
    }
}
