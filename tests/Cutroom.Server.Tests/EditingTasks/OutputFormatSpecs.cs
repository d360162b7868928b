using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Cutroom.Server.Tests.EditingTasks;

/// <summary>Every format, from the call to the bytes that whoever holds the address gets.</summary>
public sealed class OutputFormatSpecs : IAsyncLifetime
{
    /// <summary>One for each spec: a claim takes whatever waits.</summary>
    private readonly QueueingServer server = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => server.InitializeAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("MOV", "output.mov", "video/quicktime")]
    [InlineData("AVI", "output.avi", "video/x-msvideo")]
    [InlineData("FLV", "output.flv", "video/x-flv")]
    [InlineData("HLS", "index.m3u8", "application/vnd.apple.mpegurl")]
    public async Task An_output_is_published_and_delivered(string format, string name, string type)
    {
        var project = await RenderingProject.StartAsync(server);

        var url = await RenderAsync(project, $$"""{"format":"{{format}}"}""");

        Assert.EndsWith("/" + name, url, StringComparison.Ordinal);
        using var delivered = await server.Server.Anonymous.GetAsync(url, Cancellation);
        Assert.Equal(type, delivered.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty(await delivered.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Theory]
    [InlineData("TS", "segment-00000.ts", "video/mp2t")]
    [InlineData("FMP4", "segment-00000.m4s", "video/iso.segment")]
    public async Task A_playlist_leads_to_its_segments(string segments, string name, string type)
    {
        var project = await RenderingProject.StartAsync(server);

        var url = await RenderAsync(project, $$"""{"format":"HLS","hls_segments":"{{segments}}"}""");

        var playlist = await server.Server.Anonymous.GetStringAsync(url, Cancellation);
        Assert.Contains(name, playlist.Split('\n'));
        Assert.Equal(segments == "FMP4", playlist.Contains("#EXT-X-MAP:URI=\"init.mp4\"", StringComparison.Ordinal));
        string[] files = segments == "FMP4" ? ["init.mp4", name] : [name];
        foreach (var file in files)
        {
            using var delivered = await server.Server.Anonymous.GetAsync(new Uri(new Uri(url), file), Cancellation);
            Assert.True(delivered.IsSuccessStatusCode);
            Assert.Equal(file == name ? type : "video/mp4", delivered.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task A_playlist_is_no_input()
    {
        var project = await RenderingProject.StartAsync(server);
        var (_, output, _) = await project.CreateAsync("""{"format":"HLS"}""");
        Assert.True(await project.WorkOnceAsync());

        var answer = await project.Calls.CreateAsync(EditingCalls.Body(output.Value, end: "0.5"));

        Assert.Equal((400, "VOD.10063"), (answer.Code, answer.Error));
        Assert.Contains("inputs[0]", answer.Message, StringComparison.Ordinal);
    }

    /// <returns>The address of the output.</returns>
    private async Task<string> RenderAsync(RenderingProject project, string settings)
    {
        var (task, output, _) = await project.CreateAsync(settings);
        Assert.True(await project.WorkOnceAsync());
        var listed = await project.Calls.ListedAsync(task);
        Assert.Equal(("SUCCEED", null), ((string?)listed["status"], (string?)listed["error_msg"]));
        // Containers without an edit list count the lead of the sound.
        Assert.InRange((await project.FindAssetAsync(output))?.Media?.Duration.FloorMilliseconds() ?? 0, 1000, 1100);
        var client = server.Server.NewClient(server.Server.Identity.Ak, server.Server.Identity.Sk, projectId: null);
        var path = $"/v1.0/{project.Calls.Project}/asset/details?asset_id={output}";
        var details = await client.GetFromJsonAsync<JsonObject>(path, Cancellation);
        return (string?)details!["base_info"]?["video_url"] ?? throw new InvalidOperationException(details.ToString());
    }
}
