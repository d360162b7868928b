using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Cutroom.Server.Assets;
using Cutroom.Server.Storage;
using Cutroom.Server.Tests.EditingTasks;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Assets;

/// <summary>Texts, publication, categories and the duplication check, over HTTP; each spec in a project of its own.</summary>
public sealed class AssetEditSpecs(QueueingServer queueing) : IClassFixture<QueueingServer>, IAsyncLifetime
{
    private const string Page = "VOD API reference, ";

    private readonly RunningServer server = queueing.Server;
    private EditingCalls project = null!; // set before each spec
    private HttpClient client = null!; // set before each spec

    private string Root => $"/v1.0/{project.Project}/asset";

    public async ValueTask InitializeAsync()
    {
        project = await EditingCalls.StartAsync(queueing);
        client = server.NewClient(server.Identity.Ak, server.Identity.Sk, projectId: null);
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact, Documented(Page + "modify asset information: 204; a sample sends category_id as text")]
    public async Task What_is_named_is_changed_and_the_rest_stays()
    {
        var asset = await project.AddAssetAsync();
        var category = await CreateCategoryAsync("news");

        using var answer = await client.PutAsJsonAsync(
            $"{Root}/info",
            new
            {
                asset_id = asset,
                title = "better",
                tags = "a,b",
                category_id = $"{category}",
            }
        );

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        var info = (await GetAsync($"details?asset_id={asset}")).GetProperty("base_info");
        Assert.Equal(
            ("better", "", "a,b", category, "news"),
            (
                info.GetProperty("title").GetString(),
                info.GetProperty("description").GetString(),
                info.GetProperty("tags").GetString(),
                info.GetProperty("category_id").GetInt64(),
                info.GetProperty("category_name").GetString()
            )
        );
    }

    [Theory, Documented(Page + "modify asset information: 400")]
    [InlineData("""{"title":"no asset"}""", "VOD.10053", "asset_id")]
    [InlineData("""{"asset_id":"unknown","title":"t"}""", "VOD.10062", "does not exist")]
    [InlineData("""{"asset_id":"ID","title":""}""", "VOD.10053", "title")]
    [InlineData("""{"asset_id":"ID","tags":"12345678901234567"}""", "VOD.10053", "tags (17 bytes, at most 16)")]
    [InlineData("""{"asset_id":"ID","category_id":99}""", "VOD.10064", "classification")]
    [InlineData("""{"asset_id":"ID","category_id":"x"}""", "VOD.10053", "category_id")]
    public async Task A_change_that_cannot_be_is_refused(string body, string code, string words)
    {
        var asset = await project.AddAssetAsync();
        using var content = new StringContent(
            body.Replace("ID", asset, StringComparison.Ordinal),
            null,
            "application/json"
        );

        using var answer = await client.PutAsync($"{Root}/info", content);

        await AssertRefusedAsync(answer, 400, code, words);
    }

    [Fact, Documented(Page + "publish assets: an unknown id is UNCREATED")]
    public async Task Assets_are_withdrawn_and_published_again()
    {
        var (ready, uploading) = (await project.AddAssetAsync(), await project.AddAssetAsync(ready: false));
        string[] ids = [ready, uploading, "unknown"];

        var withdrawn = await StatesAsync("unpublish", ids);
        var listed = (await GetAsync("list?status=CREATED")).GetProperty("total").GetInt64();
        var published = await StatesAsync("publish", ids);

        Assert.Equal(["CREATED", "CREATING", "UNCREATED"], withdrawn);
        Assert.Equal(1, listed);
        Assert.Equal(["PUBLISHED", "CREATING", "UNCREATED"], published);
    }

    [Fact, Documented("error codes: VOD.10137"), Assumed("at most ten ids in one publication")]
    public async Task Eleven_assets_at_once_are_too_many()
    {
        using var answer = await client.PostAsJsonAsync(
            $"{Root}/status/publish",
            new { asset_id = Enumerable.Range(0, 11).Select(index => $"{index}") }
        );

        await AssertRefusedAsync(answer, 403, "VOD.10137", "11, at most 10");
    }

    [Fact, Documented(Page + "create, query and delete asset category")]
    public async Task Categories_make_a_tree_that_goes_with_its_root()
    {
        var top = await CreateCategoryAsync("top");
        var middle = await CreateCategoryAsync("middle", top);
        var bottom = await CreateCategoryAsync("bottom", middle);
        var other = await CreateCategoryAsync("other top");
        var asset = await project.AddAssetAsync();
        await client.PutAsJsonAsync($"{Root}/info", new { asset_id = asset, category_id = bottom });

        var before = Names(await GetAsync("category?id=0"));
        var inBottom = (await GetAsync($"list?category_id={bottom}")).GetProperty("total").GetInt64();
        var named = await client.GetFromJsonAsync<JsonElement>(
            $"/v2/{project.Project}/asset/categories?id={top},{other}"
        );
        using var deleted = await client.DeleteAsync($"{Root}/category?id={top}");

        Assert.Equal("top(middle(bottom())) other top()", before);
        Assert.Equal(1, inBottom);
        Assert.Equal("middle", named[0].GetProperty("sub_categories")[0].GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal("other top()", Names(await GetAsync("category?id=0")));
        Assert.Equal(1, (await GetAsync("list?category_id=-1")).GetProperty("total").GetInt64());
    }

    [Fact, Documented(Page + "asset categories: three levels; error codes VOD.10064 to VOD.10066")]
    public async Task A_category_that_cannot_be_is_refused()
    {
        var third = await CreateCategoryAsync("3", await CreateCategoryAsync("2", await CreateCategoryAsync("1")));

        using var deep = await TryCreateCategoryAsync("4", third);
        using var twice = await TryCreateCategoryAsync("1", 0);
        using var orphan = await TryCreateCategoryAsync("x", 99);
        using var longName = await TryCreateCategoryAsync(new string('ü', 33), 0);
        using var unknown = await client.DeleteAsync($"{Root}/category?id=99");

        await AssertRefusedAsync(deep, 400, "VOD.10066", "level 4, at most 3");
        await AssertRefusedAsync(twice, 400, "VOD.10065", "1");
        await AssertRefusedAsync(orphan, 400, "VOD.10064", "classification");
        await AssertRefusedAsync(longName, 400, "VOD.10053", "name (66 bytes, at most 64)");
        await AssertRefusedAsync(unknown, 400, "VOD.10064", "classification");
    }

    [Fact, Documented(Page + "modify asset category")]
    public async Task A_category_is_renamed_but_not_to_its_siblings_name()
    {
        var (first, _) = (await CreateCategoryAsync("first"), await CreateCategoryAsync("second"));

        using var renamed = await client.PutAsJsonAsync($"{Root}/category", new { id = first, name = "renamed" });
        using var taken = await client.PutAsJsonAsync($"{Root}/category", new { id = first, name = "second" });

        renamed.EnsureSuccessStatusCode();
        await AssertRefusedAsync(taken, 400, "VOD.10065", "second");
        Assert.Equal("renamed() second()", Names(await GetAsync("category?id=0")));
    }

    [Fact, Documented("error codes: VOD.10064")]
    public async Task An_upload_names_a_category_that_exists()
    {
        using var answer = await client.PostAsJsonAsync(
            Root,
            new
            {
                title = "t",
                video_name = "n",
                video_type = "MP4",
                category_id = 7,
            }
        );

        await AssertRefusedAsync(answer, 403, "VOD.10064", "classification");
    }

    [Fact, Assumed("the digest of the check is the MD5 that came with the asset, in hex or base64")]
    public async Task Bytes_that_are_there_are_told_by_size_and_digest()
    {
        var md5 = RandomNumberGenerator.GetBytes(16);
        var bytes = new Generation(new(Ids.New()), "source.mp4", 1234, "aa");
        var asset = new Asset(new(Ids.New()), "clip", AssetStatus.Published, bytes.Id, null)
        {
            ExpectedMd5 = Convert.ToHexStringLower(md5),
        };
        await server.WriteAsync(async session =>
        {
            await AssetStore.AddAsync(session, project.Project, asset);
            await AssetStore.AddGenerationAsync(session, project.Project, bytes);
        });
        var base64 = Uri.EscapeDataString(Convert.ToBase64String(md5));

        var same = await GetAsync($"duplication?size=1234&md5={base64}");
        var longer = await GetAsync($"duplication?size=1235&md5={asset.ExpectedMd5}");

        Assert.Equal(
            (1, asset.AssetId.Value),
            (same.GetProperty("is_duplicated").GetInt32(), same.GetProperty("asset_ids")[0].GetString())
        );
        Assert.Equal(0, longer.GetProperty("is_duplicated").GetInt32());
    }

    private static string Names(JsonElement trees) =>
        string.Join(
            ' ',
            trees
                .EnumerateArray()
                .Select(tree => $"{tree.GetProperty("name").GetString()}({Names(tree.GetProperty("children"))})")
        );

    private static async Task AssertRefusedAsync(HttpResponseMessage answer, int status, string code, string words)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains($"\"{code}\"", text, StringComparison.Ordinal);
        Assert.Contains(words, text, StringComparison.Ordinal);
    }

    private async Task<string?[]> StatesAsync(string verb, string[] ids)
    {
        using var answer = await client.PostAsJsonAsync($"{Root}/status/{verb}", new { asset_id = ids });
        answer.EnsureSuccessStatusCode();
        var infos = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("asset_info_array");
        return [.. infos.EnumerateArray().Select(info => info.GetProperty("status").GetString())];
    }

    private Task<HttpResponseMessage> TryCreateCategoryAsync(string name, long parent) =>
        client.PostAsJsonAsync($"{Root}/category", new { name, parent_id = parent });

    private async Task<long> CreateCategoryAsync(string name, long parent = 0)
    {
        using var answer = await TryCreateCategoryAsync(name, parent);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
    }

    private Task<JsonElement> GetAsync(string path) => client.GetFromJsonAsync<JsonElement>($"{Root}/{path}");
}
