using System.Text.Json;
using System.Text.RegularExpressions;
using Cutroom.Server.Tests.Assets;
using Cutroom.Testing;
using Cutroom.Testing.Media;
using Xunit;

namespace Cutroom.Server.Tests.Cli;

/// <summary>The verbs that make a file, as processes: the demo, the edit against a server, the renderer alone.</summary>
public sealed class RenderingVerbSpecs : IAsyncLifetime
{
    private static readonly Dictionary<string, string> NoSettings = [];

    private readonly string folder = Directory.CreateTempSubdirectory("cutroom-cli-").FullName;

    public async ValueTask InitializeAsync() =>
        await File.WriteAllBytesAsync(Path.Combine(folder, "clip.mp4"), await AssetCalls.ClipAsync());

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_demo_ends_by_itself_with_the_promised_object()
    {
        var run = await CliRun.OfAsync(folder, NoSettings, "demo", "clip.mp4", "clip.mp4", "--json");

        Assert.True(run.ExitCode == 0, run.Errors);
        var result = JsonSerializer.Deserialize<JsonElement>(run.Output);
        Assert.Equal(
            ["ok", "task_id", "asset_id", "output", "cancelled_task_id"],
            result.EnumerateObject().Select(member => member.Name)
        );
        Assert.True(result.GetProperty("ok").GetBoolean());
        Assert.True(File.Exists(result.GetProperty("output").GetString()));
        Assert.Contains("204", run.Errors, StringComparison.Ordinal);
        Assert.Contains("400 VOD.10083", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_uploads_waits_and_downloads()
    {
        await using var server = await RunningServer.StartAsync();

        var run = await CliRun.OfAsync(
            folder,
            CliRun.SettingsOf(server),
            ["edit", "clip.mp4:0.5-1.5", "clip.mp4:1-", "-o", "cut.mp4", "--json"]
        );

        Assert.True(run.ExitCode == 0, run.Errors);
        var task = JsonSerializer.Deserialize<JsonElement>(run.Output);
        Assert.Equal("SUCCEED", task.GetProperty("status").GetString());
        Assert.True(new FileInfo(Path.Combine(folder, "cut.mp4")).Length > 0);
        Assert.False(File.Exists(Path.Combine(folder, "cut.mp4.part")));
    }

    [Fact]
    public async Task A_render_reports_what_it_did()
    {
        var run = await CliRun.OfAsync(
            folder,
            NoSettings,
            ["render", "clip.mp4:0.4-1.4", "-o", "cut.mp4", "--mode", "encode", "--json"]
        );

        Assert.True(run.ExitCode == 0, run.Errors);
        var report = JsonSerializer.Deserialize<JsonElement>(run.Output);
        Assert.Equal(
            (25, 0, 25),
            (
                report.GetProperty("frames").GetInt32(),
                report.GetProperty("copied_frames").GetInt32(),
                report.GetProperty("encoded_frames").GetInt32()
            )
        );
        Assert.All(
            ["duration", "mode", "reasons"],
            member => Assert.True(report.TryGetProperty(member, out _), member)
        );
    }

    [Theory]
    [InlineData("There is no file nowhere.mp4", "render", "nowhere.mp4:0-1", "-o", "x.mp4")]
    [InlineData("clip.mp4", "render", "clip.mp4:5-6", "-o", "x.mp4")]
    [InlineData("--mode takes auto or encode, not 'fast'", "render", "clip.mp4", "-o", "x.mp4", "--mode", "fast")]
    public async Task A_render_that_cannot_be_leaves_nothing(string words, params string[] arguments)
    {
        var run = await CliRun.OfAsync(folder, NoSettings, arguments);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(words, run.Errors, StringComparison.Ordinal);
        Assert.Equal(["clip.mp4"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("render", "--help")]
    [InlineData("tasks", "--help")]
    public async Task A_verb_explains_itself(params string[] arguments)
    {
        var run = await CliRun.OfAsync(folder, NoSettings, arguments);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Usage:", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fly")]
    [InlineData("render", "clip.mp4")]
    [InlineData("tasks", "cancel")]
    public async Task A_line_that_is_no_command_fails_and_says_so(params string[] arguments)
    {
        var run = await CliRun.OfAsync(folder, NoSettings, arguments);

        Assert.NotEqual(0, run.ExitCode);
        Assert.NotEqual("", run.Errors);
    }

    /// <summary>On a terminal, which <c>script</c> of util-linux lends.</summary>
    [Fact]
    public async Task With_NO_COLOR_a_terminal_gets_no_colors()
    {
        var command = $"dotnet {CliRun.Program} render clip.mp4 -o x.mp4 --mode encode";

        var plain = await ColorsAsync("NO_COLOR=1", command);
        var coloured = await ColorsAsync("-u NO_COLOR", command);

        Assert.Equal((0, true), (plain, coloured > 0));
    }

    /// <returns>How many escape sequences set a colour.</returns>
    private async Task<int> ColorsAsync(string setting, string command)
    {
        var output = await MediaTool.RunAsync(
            "script",
            ["-qec", $"env {setting} TERM=xterm-256color {command}", "/dev/null"],
            folder
        );
        Assert.True(output.ExitCode == 0, output.Text);
        return Regex.Count(output.Text, @"\x1b\[[0-9;]*[34]8;|\x1b\[[0-9;]*(?:3|9)[0-7]m");
    }
}
