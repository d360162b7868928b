using System.Text.Json;
using System.Text.RegularExpressions;
using Cutroom.Server.Hosting;
using Cutroom.Server.Tests.Assets;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Cli;

/// <summary>The verbs that call a server, as processes: exit status, one JSON object on standard output, all else on standard error.</summary>
public sealed partial class ClientSpecs : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("cutroom-cli-").FullName;
    private RunningServer server = null!; // started before each test
    private Dictionary<string, string> settings = []; // set before each test

    public async ValueTask InitializeAsync()
    {
        server = await RunningServer.StartAsync(change: options => options with { Role = ServerRole.Api });
        settings = CliRun.SettingsOf(server);
        await File.WriteAllBytesAsync(Path.Combine(folder, "clip.mp4"), await AssetCalls.ClipAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Assets_are_uploaded_shown_fetched_and_deleted()
    {
        var upload = await RunAsync("assets", "upload", "clip.mp4");
        var asset = upload.Output.Trim();
        var show = await RunAsync("assets", "show", asset);
        var list = await RunAsync("assets", "list", "--json");
        var download = await RunAsync("assets", "download", asset, "-o", "back.mp4");
        var delete = await RunAsync("assets", "delete", asset);
        var again = await RunAsync("assets", "delete", asset);

        Assert.Equal(asset, Json(show).GetProperty("asset_id").GetString());
        Assert.Equal(1, Json(list).GetProperty("total").GetInt64());
        Assert.Equal(0, download.ExitCode);
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(folder, "clip.mp4")),
            await File.ReadAllBytesAsync(Path.Combine(folder, "back.mp4"))
        );
        Assert.Equal((0, 1), (delete.ExitCode, again.ExitCode));
        Assert.Contains(asset, again.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_waiting_task_is_listed_shown_and_cancelled_once()
    {
        var task = await CreateTaskAsync();

        var list = await RunAsync("tasks", "list", "--json");
        var cancel = await RunAsync("tasks", "cancel", task);
        var show = await RunAsync("tasks", "show", task);
        var twice = await RunAsync("tasks", "cancel", task);
        var unknown = await RunAsync("tasks", "cancel", "nobody");

        Assert.Equal("WAITING", Json(list).GetProperty("tasks")[0].GetProperty("status").GetString());
        Assert.Equal(0, cancel.ExitCode);
        Assert.Equal("CANCEL", Json(show).GetProperty("status").GetString());
        Assert.Equal((1, 1), (twice.ExitCode, unknown.ExitCode));
        Assert.Contains("400: VOD.10083", twice.Errors, StringComparison.Ordinal);
        Assert.Contains("400: VOD.10062", unknown.Errors, StringComparison.Ordinal);
        Assert.Equal("", twice.Output + unknown.Output);
    }

    /// <summary>What it prints is sent here without curl.</summary>
    [Fact]
    public async Task A_signed_command_is_accepted_by_the_server()
    {
        var task = await CreateTaskAsync();
        var sign = await RunAsync("sign", "DELETE", $"/v1/{{project}}/asset/editing/tasks?task_id={task}");
        var words = Quoted().Matches(sign.Output).Select(word => word.Groups[1].Value).ToList();
        using var request = new HttpRequestMessage(HttpMethod.Delete, words[0]);
        request.Content = new ByteArrayContent([]);
        foreach (var header in words.Skip(1).Select(word => word.Split(": ", 2)))
        {
            if (!request.Headers.TryAddWithoutValidation(header[0], header[1]))
                request.Content.Headers.TryAddWithoutValidation(header[0], header[1]);
        }

        using var answer = await server.Anonymous.SendAsync(request);

        Assert.Equal(204, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("There is no file nowhere.mp4", "assets", "upload", "nowhere.mp4")]
    [InlineData("--server takes http://HOST:PORT, not 'nonsense'", "tasks", "list", "--server", "nonsense")]
    [InlineData("VOD.10062", "assets", "show", "unknown")]
    [InlineData("VOD.10062", "edit", "unknown:0-1", "-o", "out.mp4")]
    public async Task What_cannot_be_done_is_said_in_a_line(string words, params string[] arguments)
    {
        var run = await RunAsync(arguments);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(words, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_keys_it_says_which_setting_is_missing()
    {
        settings["CUTROOM_SK"] = "";

        var run = await RunAsync("tasks", "list");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("CUTROOM_SK", run.Errors, StringComparison.Ordinal);
    }

    private async Task<string> CreateTaskAsync()
    {
        var asset = (await RunAsync("assets", "upload", "clip.mp4")).Output.Trim();
        using var content = new StringContent(
            $$"""{"inputs":[{"asset_id":"{{asset}}","timeline_start":"0","timeline_end":"1"}]}""",
            null,
            "application/json"
        );
        using var answer = await server.Client.PostAsync(
            $"/v1/{server.Identity.ProjectId}/asset/editing/tasks",
            content
        );
        using var created = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return created.RootElement.GetProperty("task_id").GetString()!; // always there
    }

    private Task<CliRun> RunAsync(params string[] arguments) => CliRun.OfAsync(folder, settings, arguments);

    /// <summary>Exactly one object, and a success.</summary>
    private static JsonElement Json(CliRun run)
    {
        Assert.True(run.ExitCode == 0, run.Errors);
        return JsonSerializer.Deserialize<JsonElement>(run.Output);
    }

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();
}
