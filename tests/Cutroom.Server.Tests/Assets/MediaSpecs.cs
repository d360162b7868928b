using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Cutroom.Server.Assets;
using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Server.Tests.EditingTasks;
using Cutroom.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Cutroom.Server.Tests.Assets;

/// <summary>What holds wherever the bytes are kept, seen over HTTP with a worker's steps taken by hand.</summary>
public abstract class MediaSpecs : IAsyncLifetime
{
    private static readonly Lazy<Task<byte[]>> Clip = new(AssetCalls.ClipAsync);

    private RunningServer server = null!; // set before each spec
    private AssetCalls calls = null!; // set before each spec
    private byte[] clip = [];

    private MediaFiles Files => server.Services.GetRequiredService<MediaFiles>();

    private Database Database => server.Services.GetRequiredService<Database>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var media = await MediaAsync();
        server = await RunningServer.StartAsync(change: options =>
            options with
            {
                Role = ServerRole.Api,
                Media = media,
                MediaKeys = PrivateS3.Keys,
                MaxUploadBytes = 1 << 20,
            }
        );
        calls = new(server);
        clip = await Clip.Value;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    /// <returns>A value of CUTROOM_MEDIA for an empty store.</returns>
    private protected abstract Task<string?> MediaAsync();

    [Theory]
    [InlineData("video_url")]
    [InlineData("sign_url")]
    public async Task What_was_uploaded_is_delivered_whole_and_by_range(string member)
    {
        var asset = await calls.AddAsync(clip);
        var url = await UrlAsync(asset, member);

        var whole = await server.Anonymous.GetAsync(url, Cancellation);
        var part = await RangeAsync(url, 100, 199);

        Assert.Equal("video/mp4", whole.Content.Headers.ContentType?.MediaType);
        Assert.Equal(clip, await whole.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(clip[100..200], part);
    }

    [Fact]
    public async Task The_last_upload_before_the_confirmation_counts()
    {
        var (asset, url) = await calls.CreateAsync();
        (await calls.UploadAsync(url, RandomNumberGenerator.GetBytes(5000))).EnsureSuccessStatusCode();
        (await calls.UploadAsync(url, clip)).EnsureSuccessStatusCode();
        (await calls.ConfirmAsync(asset)).EnsureSuccessStatusCode();

        Assert.Equal(clip, await server.Anonymous.GetByteArrayAsync(await UrlAsync(asset, "video_url"), Cancellation));
    }

    [Fact]
    public async Task An_upload_address_changes_nothing_after_the_confirmation()
    {
        var (asset, url) = await calls.CreateAsync();
        (await calls.UploadAsync(url, clip)).EnsureSuccessStatusCode();
        (await calls.ConfirmAsync(asset)).EnsureSuccessStatusCode();

        using var again = await calls.UploadAsync(url, RandomNumberGenerator.GetBytes(5000));
        using var twice = await calls.ConfirmAsync(asset);

        Assert.Equal(HttpStatusCode.Forbidden, twice.StatusCode);
        Assert.Equal(clip, await server.Anonymous.GetByteArrayAsync(await UrlAsync(asset, "video_url"), Cancellation));
    }

    [Fact]
    public async Task A_file_beyond_the_limit_is_refused_and_leaves_nothing()
    {
        var (asset, url) = await calls.CreateAsync();

        var status = await UploadAndConfirmAsync(asset, url, new byte[(1 << 20) + 1]);

        Assert.Contains(status, new[] { HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.Forbidden });
        Assert.Empty(await StoredAsync());
    }

    [Fact]
    public async Task A_file_that_is_not_the_promised_one_is_refused_and_leaves_nothing()
    {
        var (asset, url) = await calls.CreateAsync(
            new
            {
                title = "t",
                video_name = "n",
                video_type = "MP4",
                video_md5 = new string('0', 32),
            }
        );

        var status = await UploadAndConfirmAsync(asset, url, clip);

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Empty(await StoredAsync());
    }

    [Fact]
    public async Task Damaged_media_is_refused_and_may_be_sent_again()
    {
        var (asset, url) = await calls.CreateAsync();

        var refused = await UploadAndConfirmAsync(asset, url, RandomNumberGenerator.GetBytes(4096));
        var accepted = await UploadAndConfirmAsync(asset, url, clip);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (refused, accepted));
    }

    [Fact]
    public async Task The_bytes_of_a_deleted_asset_are_swept()
    {
        var asset = await calls.AddAsync(clip);
        var before = await StoredAsync();

        using var deleted = await server.Client.DeleteAsync($"{calls.Root}?asset_id={asset}", Cancellation);
        await SweepAsync(TimeSpan.FromSeconds(-60));

        Assert.Single(before);
        Assert.Empty(await StoredAsync());
    }

    [Fact]
    public async Task The_sweep_removes_what_no_row_names_and_nothing_younger_than_its_grace()
    {
        var kept = await calls.AddAsync(clip);
        await PublishAsync(new(Ids.New()));

        await SweepAsync(TimeSpan.FromMinutes(10));
        var young = await StoredAsync();
        await SweepAsync(TimeSpan.FromSeconds(-60));
        var old = await StoredAsync();

        Assert.Equal((2, 1), (young.Count, old.Count));
        Assert.Equal(clip, await server.Anonymous.GetByteArrayAsync(await UrlAsync(kept, "video_url"), Cancellation));
    }

    [Fact]
    public async Task Removing_what_is_gone_is_no_fault()
    {
        var generation = new GenerationId(Ids.New());
        await PublishAsync(generation);

        await Files.RemoveAsync(new(server.Identity.ProjectId), generation, Cancellation);
        await Files.RemoveAsync(new(server.Identity.ProjectId), generation, Cancellation);

        Assert.Empty(await StoredAsync());
    }

    [Fact]
    public async Task A_link_among_the_outputs_is_never_published()
    {
        var staged = Files.NewStagingFolder();
        File.CreateSymbolicLink(Path.Combine(staged, "output.mp4"), "/etc/hostname");

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Files.PublishAsync(staged, new(server.Identity.ProjectId), new(Ids.New()), Cancellation)
        );

        Assert.Empty(await StoredAsync());
    }

    /// <summary>I3: what is shown has the recorded size and digest.</summary>
    [Fact]
    public async Task The_output_of_a_task_is_delivered_as_it_was_verified()
    {
        var (_, generation, folder) = await RenderAsync("""{"format":"MP4"}""");

        var bytes = await File.ReadAllBytesAsync(Path.Combine(folder, generation.MainFile), Cancellation);
        Assert.Equal(generation.SizeBytes, bytes.Length);
        Assert.Equal(generation.Sha256, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    /// <summary>Players look for segments beside the playlist.</summary>
    [Theory]
    [InlineData("TS")]
    [InlineData("FMP4")]
    public async Task A_playlist_is_delivered_with_all_it_names(string segments)
    {
        var (asset, generation, folder) = await RenderAsync($$"""{"format":"HLS","hls_segments":"{{segments}}"}""");

        var playlist = new Uri(await UrlAsync(asset, "video_url"));

        var files = Directory.GetFiles(folder);
        Assert.Equal(segments == "FMP4" ? 3 : 2, files.Length);
        var lines = await File.ReadAllLinesAsync(Path.Combine(folder, generation.MainFile), Cancellation);
        Assert.All(
            lines.Where(line => line.Length > 0 && line[0] != '#'),
            name => Assert.Contains(Path.Combine(folder, name), files)
        );
        foreach (var file in files)
            Assert.Equal(
                await File.ReadAllBytesAsync(file, Cancellation),
                await server.Anonymous.GetByteArrayAsync(new Uri(playlist, Path.GetFileName(file)), Cancellation)
            );
    }

    /// <returns>The asset, its bytes' record, and a folder of what the store keeps.</returns>
    private async Task<(string Asset, Generation Generation, string Folder)> RenderAsync(string settings)
    {
        var editing = new EditingCalls(server, new(server.Identity.ProjectId));
        var project = new RenderingProject(editing, RenderingProject.Patient, new() { Threads = 1 });
        var (task, output, _) = await project.CreateAsync(settings);
        await project.WorkOnceAsync();
        Assert.Equal("SUCCEED", (string?)(await editing.ListedAsync(task))["status"]);
        var shown = await project.FindAssetAsync(output);
        var generation = await Database.ReadAsync(
            session => AssetStore.FindGenerationAsync(session, editing.Project, shown!.GenerationId!.Value),
            Cancellation
        );
        var folder = Files.NewStagingFolder();
        await Files.SaveAsync(editing.Project, generation!.Id, folder, Cancellation); // a task that succeeded has one
        return (output.Value, generation, folder);
    }

    private async Task PublishAsync(GenerationId generation)
    {
        var staged = Files.NewStagingFolder();
        await File.WriteAllBytesAsync(Path.Combine(staged, "source.mp4"), clip, Cancellation);
        await Files.PublishAsync(staged, new(server.Identity.ProjectId), generation, Cancellation);
    }

    private async Task<HttpStatusCode> UploadAndConfirmAsync(string asset, string url, byte[] bytes)
    {
        using var put = await calls.UploadAsync(url, bytes);
        if (!put.IsSuccessStatusCode)
            return put.StatusCode;
        using var confirmed = await calls.ConfirmAsync(asset);
        return confirmed.StatusCode;
    }

    private async Task<string> UrlAsync(string asset, string member)
    {
        JsonElement details = await calls.GetAsync($"details?asset_id={asset}");
        return details.GetProperty("base_info").GetProperty(member).GetString()!;
    }

    private async Task<byte[]> RangeAsync(string url, long first, long last)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Range = new RangeHeaderValue(first, last);
        using var answer = await server.Anonymous.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync(Cancellation);
    }

    private Task SweepAsync(TimeSpan grace) =>
        ActivatorUtilities.CreateInstance<MediaSweep>(server.Services).RunOnceAsync(grace, Cancellation);

    private async Task<IReadOnlyList<StoredGeneration>> StoredAsync() =>
        await Files.StoredAsync(Cancellation).ToListAsync(Cancellation);
}

public sealed class DiskMediaSpecs : MediaSpecs
{
    private protected override Task<string?> MediaAsync() => Task.FromResult<string?>(null);
}

/// <summary>Clients exchange bytes with the store itself.</summary>
public sealed class S3MediaSpecs : MediaSpecs
{
    private protected override async Task<string?> MediaAsync() =>
        await (await PrivateS3.SharedAsync()).CreateBucketAsync();
}

/// <summary>Clients reach the nodes alone, and the nodes the store.</summary>
public sealed class S3ThroughNodesMediaSpecs : MediaSpecs
{
    private protected override async Task<string?> MediaAsync() =>
        await (await PrivateS3.SharedAsync()).CreateBucketAsync() + "&direct=false";
}
