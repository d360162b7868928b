using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cutroom.Testing;
using Cutroom.Testing.Media;
using Cutroom.Wire.Identity;

namespace Cutroom.Bench;

/// <summary>
/// Whether a flood of wrong logins is felt by signed cancels: the same cancels, one after the other, with and without it, in turns.
/// The flood is sent with the first of them and is not answered before the last.
/// </summary>
internal static class LoginBench
{
    private const int Rounds = 4;
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
            var tasks = new WaitingTasks(server, client, identity, await AddAssetAsync(client, identity));
            await WarmAsync(tasks, server, identity);
            var (quiet, flooded, answers) = (new List<double>(), new List<double>(), new List<int>());
            for (var round = 0; round < Rounds; round++)
            {
                quiet.AddRange(await tasks.CancelAsync());
                using var flood = await LoginFlood.ConnectAsync(server.Address, identity, Logins, round);
                flooded.AddRange(await tasks.CancelAsync(flood.SendAsync));
                answers.AddRange(flood.Statuses);
            }

            var (quietP99, floodedP99) = (Percentiles.Of(quiet, 99), Percentiles.Of(flooded, 99));
            return
            [
                new("cancel, quiet, median", Percentiles.Of(quiet, 50), "ms"),
                new("cancel, quiet, p99", quietP99, "ms"),
                new($"cancel, {Logins} wrong logins at once, median", Percentiles.Of(flooded, 50), "ms"),
                new($"cancel, {Logins} wrong logins at once, p99", floodedP99, "ms"),
                new(
                    "logins of a flood whose password was checked",
                    answers.Count(status => status == 401) / Rounds,
                    ""
                ),
                new("p99 with the logins / quiet", floodedP99 / quietP99, "times", AtMost: MostRatio),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Both kinds of calls: a server that was just started compiles its own code while they wait.</summary>
    private static async Task WarmAsync(WaitingTasks tasks, ServerProcess server, BootstrapIdentity identity)
    {
        using var flood = await LoginFlood.ConnectAsync(server.Address, identity, Logins, Rounds);
        await tasks.CancelAsync(flood.SendAsync);
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
    private sealed class WaitingTasks(ServerProcess server, HttpClient client, BootstrapIdentity identity, string asset)
    {
        private const int Cancels = 2000;
        private const int Creators = 8;

        private string Path => $"/v1/{identity.ProjectId}/asset/editing/tasks";

        /// <param name="meanwhile">Begun with the first cancel; it ends by itself.</param>
        /// <returns>Milliseconds of each.</returns>
        public async Task<IReadOnlyList<double>> CancelAsync(Func<Task>? meanwhile = null)
        {
            var ids = await Task.WhenAll(Enumerable.Range(0, Creators).Select(_ => CreateAsync(Cancels / Creators)));
            var now = TimeProvider.System.GetUtcNow();
            byte[][] requests =
            [
                .. ids.SelectMany(some => some).Select(id => SignedCancel.Bytes(server.Address, identity, id, now)),
            ];
            var running = meanwhile?.Invoke() ?? Task.CompletedTask;
            var took = (await KeptConnection.SendAsync(server.Address, 1, requests)).Milliseconds;
            await running;
            return took;
        }

        private async Task<IReadOnlyList<string>> CreateAsync(int count)
        {
            var input = new
            {
                asset_id = asset,
                timeline_start = "0",
                timeline_end = "1",
            };
            var body = new { inputs = new[] { input }, editing_settings = new { format = "MP4" } };
            var ids = new List<string>();
            for (var number = 0; number < count; number++)
                ids.Add((string)(await PostAsync(client, Path, body))["task_id"]!);
            return ids;
        }
    }
}
