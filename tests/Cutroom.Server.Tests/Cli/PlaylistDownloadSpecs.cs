using System.Text.Json;
using Cutroom.Server.Hosting;
using Cutroom.Server.Tests.Assets;
using Cutroom.Testing;
using Cutroom.Testing.Media;
using Xunit;

namespace Cutroom.Server.Tests.Cli;

/// <summary>An HLS output is worth something only with its segments beside it.</summary>
public sealed class PlaylistDownloadSpecs : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("cutroom-cli-").FullName;
    private RunningServer server = null!; // started before each test

    public async ValueTask InitializeAsync()
    {
        server = await RunningServer.StartAsync(change: options => options with { Role = ServerRole.All });
        await File.WriteAllBytesAsync(Path.Combine(folder, "clip.mp4"), await AssetCalls.ClipAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("ts")]
    [InlineData("fmp4")]
    public async Task An_edit_fetches_what_its_playlist_names(string segments)
    {
        var edit = await EditAsync("--hls-segments", segments);

        Assert.Equal((0, ""), (edit.ExitCode, edit.ExitCode == 0 ? "" : edit.Errors));
        var playlist = Path.Combine(folder, "out.m3u8");
        string[] play = ["-v", "error", .. MediaTool.Playlist(playlist), "-i", playlist, "-f", "null", "-"];
        var played = await MediaTool.RunAsync("ffmpeg", play);
        Assert.Equal((0, ""), (played.ExitCode, played.Errors));
    }

    /// <summary>A server that is not to be trusted names a file elsewhere.</summary>
    [Theory]
    [InlineData("../escaped.ts")]
    [InlineData("/tmp/escaped.ts")]
    [InlineData("http://127.0.0.1:9/escaped.ts")]
    [InlineData("..")]
    public async Task A_playlist_writes_nowhere_but_beside_itself(string name)
    {
        var edited = JsonDocument.Parse((await EditAsync("--json")).Output).RootElement;
        var asset = edited.GetProperty("asset_id").GetString() ?? "";
        var stored = Directory
            .EnumerateFiles(server.Options.MediaFolder, "index.m3u8", SearchOption.AllDirectories)
            .Single();
        await File.WriteAllTextAsync(stored, $"#EXTM3U\n#EXTINF:1,\n{name}\n#EXT-X-ENDLIST\n");

        var download = await RunAsync("assets", "download", asset, "-o", "bad.m3u8");

        Assert.Equal(1, download.ExitCode);
        Assert.Contains($"'{name}'", download.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "bad.m3u8")));
    }

    private Task<CliRun> EditAsync(params string[] options) =>
        RunAsync(["edit", "clip.mp4:0-1", "-o", "out.m3u8", .. options]);

    private Task<CliRun> RunAsync(params string[] arguments) =>
        CliRun.OfAsync(folder, CliRun.SettingsOf(server), arguments);
}
