using System.Net.Http.Json;
using System.Text.Json;
using Cutroom.Testing;
using Cutroom.Testing.Media;

namespace Cutroom.Server.Tests.Assets;

/// <summary>The calls on assets as a client makes them.</summary>
internal sealed class AssetCalls(RunningServer server)
{
    public string Root => $"/v1.0/{server.Identity.ProjectId}/asset";

    public async Task<(string AssetId, string UploadUrl)> CreateAsync(object? more = null)
    {
        using var answer = await server.Client.PostAsJsonAsync(
            Root,
            more
                ?? new
                {
                    title = "clip ü",
                    video_name = "../../clip.mp4",
                    video_type = "MP4",
                }
        );
        answer.EnsureSuccessStatusCode();
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (body.GetProperty("asset_id").GetString()!, body.GetProperty("video_upload_url").GetString()!);
    }

    public Task<HttpResponseMessage> UploadAsync(string url, byte[] bytes) =>
        server.Anonymous.PutAsync(url, new ByteArrayContent(bytes));

    public Task<HttpResponseMessage> ConfirmAsync(string asset, string status = "CREATED") =>
        server.Client.PostAsJsonAsync($"{Root}/status/uploaded", new { asset_id = asset, status });

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await server.Client.GetAsync($"{Root}/{path}");
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Created, uploaded and confirmed.</summary>
    public async Task<string> AddAsync(byte[] bytes)
    {
        var (asset, url) = await CreateAsync();
        (await UploadAsync(url, bytes)).EnsureSuccessStatusCode();
        (await ConfirmAsync(asset)).EnsureSuccessStatusCode();
        return asset;
    }

    /// <summary>Two seconds of a small picture with sound.</summary>
    public static async Task<byte[]> ClipAsync()
    {
        var folder = Directory.CreateTempSubdirectory("cutroom-asset-");
        try
        {
            var file = Path.Combine(folder.FullName, "clip.mp4");
            await MediaTool.MakeAsync([
                .. "-f lavfi -i testsrc2=size=320x180:rate=25:duration=2 -f lavfi -i sine=duration=2".Split(' '),
                .. "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac".Split(' '),
                file,
            ]);
            return await File.ReadAllBytesAsync(file);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
