using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cutroom.Testing;
using Cutroom.Testing.Media;
using Cutroom.Wire.Identity;

namespace Cutroom.Bench;

/// <summary>Whether a flood of wrong logins is felt by signed cancels: the same cancels with and without it, in turns.</summary>
internal static class LoginBench
{
    private const int Rounds = 4;
    private const int Cancels = 250;
    private const int Logins = 1000;
    private const double MostRatio = 1.2;

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("cutroom-bench-").FullName;
        try
        {
            var identity = await ServerProcess.PrepareAsync(folder);
            var settings = new Dictionary<string, string> { ["CUTROOM_MIN_FREE_MIB"] = "0" };
            await using var server = await ServerProcess.StartAsync(folder, settings, role: "api");
            using var client = server.NewClient(identity);
            var tasks = new WaitingTasks(client, identity, await AddAssetAsync(client, identity));
            await tasks.CancelAsync(Cancels); // warm
            var (quiet, flooded) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                quiet.AddRange(await tasks.CancelAsync(Cancels));
                flooded.AddRange(
                    await tasks.CancelAsync(Cancels, enough => FloodAsync(server, identity, round, enough))
                );
            }

            var (quietP99, floodedP99) = (Percentiles.Of(quiet, 99), Percentiles.Of(flooded, 99));
            return
            [
                new("cancel, quiet, median", Percentiles.Of(quiet, 50), "ms"),
                new("cancel, quiet, p99", quietP99, "ms"),
                new($"cancel, {Logins} wrong logins at once, median", Percentiles.Of(flooded, 50), "ms"),
                new($"cancel, {Logins} wrong logins at once, p99", floodedP99, "ms"),
                new("p99 with the logins / quiet", floodedP99 / quietP99, "times", AtMost: MostRatio),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Users of their own, or the first five failures would lock the name and cost nothing any more.</summary>
    /// <param name="enough">Ends the logins that are still waiting for their turn.</param>
    private static async Task FloodAsync(
        ServerProcess server,
        BootstrapIdentity identity,
        int round,
        CancellationToken enough
    )
    {
        using var client = new HttpClient { BaseAddress = server.Address, Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Logins).Select(LogInAsync));
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested)
        {
            // They have lasted as long as the cancels.
        }

        async Task LogInAsync(int number)
        {
            var user = new TokenRequestUser($"user {round} {number}", "wrong", new(Name: identity.AccountName));
            var login = new TokenRequest(new(new(["password"], new(user)), Scope: null));
            using var answer = await client.PostAsJsonAsync("/v3/auth/tokens", login, enough);
        }
    }

    private static async Task<string> AddAssetAsync(HttpClient client, BootstrapIdentity identity)
    {
        var root = $"/v1.0/{identity.ProjectId}/asset";
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.mp4");
        await MediaTool.MakeAsync([
            .. "-f lavfi -i testsrc2=size=160x90:rate=25:duration=2 -c:v libx264 -preset ultrafast".Split(' '),
            file,
        ]);
        var made = await PostAsync(
            client,
            root,
            new
            {
                title = "clip",
                video_name = "clip.mp4",
                video_type = "MP4",
            }
        );
        using var bytes = new ByteArrayContent(await File.ReadAllBytesAsync(file));
        File.Delete(file);
        (await client.PutAsync((string)made["video_upload_url"]!, bytes)).EnsureSuccessStatusCode();
        var asset = (string)made["asset_id"]!;
        await PostAsync(client, root + "/status/uploaded", new { asset_id = asset, status = "CREATED" });
        return asset;
    }

    private static async Task<JsonNode> PostAsync(HttpClient client, string path, object body)
    {
        using var answer = await client.PostAsJsonAsync(path, body);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    /// <summary>Makes tasks that nobody works on and times their cancels.</summary>
    private sealed class WaitingTasks(HttpClient client, BootstrapIdentity identity, string asset)
    {
        private string Path => $"/v1/{identity.ProjectId}/asset/editing/tasks";

        /// <param name="meanwhile">Begun before the first cancel, and ended after the last.</param>
        /// <returns>Milliseconds of each.</returns>
        public async Task<IReadOnlyList<double>> CancelAsync(int count, Func<CancellationToken, Task>? meanwhile = null)
        {
            var ids = new List<string>();
            for (var i = 0; i < count; i++)
                ids.Add(await CreateAsync());
            using var enough = new CancellationTokenSource();
            var running = meanwhile?.Invoke(enough.Token) ?? Task.CompletedTask;
            var took = new List<double>();
            foreach (var id in ids)
            {
                var started = TimeProvider.System.GetTimestamp();
                using var answer = await client.DeleteAsync($"{Path}?task_id={id}");
                took.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
                answer.EnsureSuccessStatusCode();
            }

            await enough.CancelAsync();
            await running;
            return took;
        }

        private async Task<string> CreateAsync()
        {
            var input = new
            {
                asset_id = asset,
                timeline_start = "0",
                timeline_end = "1",
            };
            var body = new { inputs = new[] { input }, editing_settings = new { format = "MP4" } };
            return (string)(await PostAsync(client, Path, body))["task_id"]!;
        }
    }
}
