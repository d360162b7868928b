using System.Diagnostics;
using Cutroom.Rendering.Timelines;
using Cutroom.Server.Assets;
using Cutroom.Server.EditingTasks;
using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Testing;

namespace Cutroom.Bench;

/// <summary>
/// Signed cancels over HTTP on SQLite, each answered after its flush: with commits that waiting requests share, and with a commit for
/// each request, in turns.
/// </summary>
internal static class CancelBench
{
    private const int Rounds = 5;

    /// <summary>Clients that wait at the same time.</summary>
    private const int Connections = 128;

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        await using var shared = await StartAsync(DatabaseOptions.DefaultWriteGroup);
        await using var single = await StartAsync(writesInGroup: 1);
        // A server that has just started compiles its code once more while it answers.
        for (var round = 0; round < Rounds; round++)
        {
            await MeasureAsync(shared, "tasks", cancels: 8_000);
            await MeasureAsync(single, SingleCommit.Route, cancels: 1_500);
        }

        var (withGroups, alone) = (new List<Run>(), new List<Run>());
        for (var round = 0; round < Rounds; round++)
        {
            alone.Add(await MeasureAsync(single, SingleCommit.Route, cancels: 1_500));
            withGroups.Add(await MeasureAsync(shared, "tasks", cancels: 8_000));
        }

        return
        [
            new("cancels, a commit for each", Percentiles.Of(alone.Select(run => run.Rate), 50), "a second"),
            new("cancels, shared commits", Percentiles.Of(withGroups.Select(run => run.Rate), 50), "a second"),
            new("99 % answered within, a commit for each", Percentiles.Of(alone.Select(run => run.P99), 50), "ms"),
            new("99 % answered within, shared commits", Percentiles.Of(withGroups.Select(run => run.P99), 50), "ms"),
            // Both meet the same load within a round, so the ratio is taken there.
            new(
                "shared to single",
                Percentiles.Of(withGroups.Zip(alone, (many, one) => many.Rate / one.Rate), 50),
                "times",
                AtLeast: 5
            ),
        ];
    }

    private static Task<RunningServer> StartAsync(int writesInGroup) =>
        RunningServer.StartAsync(
            change: options => options with { Role = ServerRole.Api, MaxWriteGroup = writesInGroup },
            addRoutes: SingleCommit.Map
        );

    private static async Task<Run> MeasureAsync(RunningServer server, string route, int cancels)
    {
        var requests = (await CreateAsync(server, cancels))
            .Select(task =>
                SignedCancel.Bytes(server.Address, server.Identity, task.Value, server.Time.GetUtcNow(), route)
            )
            .ToList();
        var share = (cancels + Connections - 1) / Connections;
        var clock = Stopwatch.StartNew();
        var answered = await Task.WhenAll(
            requests.Chunk(share).Select(part => KeptConnection.SendAsync(server.Address, part))
        );
        var seconds = clock.Elapsed.TotalSeconds;
        return new(cancels / seconds, Percentiles.Of(answered.SelectMany(times => times), 99));
    }

    /// <summary>As many waiting tasks, in one transaction.</summary>
    private static async Task<IReadOnlyList<TaskId>> CreateAsync(RunningServer server, int count)
    {
        var project = new ProjectId(server.Identity.ProjectId);
        NewTask[] wanted = [.. Enumerable.Range(0, count).Select(_ => new NewTask(project, new(Ids.New()), 3))];
        IReadOnlyList<EditingTask> created = [];
        await server.WriteAsync(async session =>
        {
            await AssetStore.ReserveOutputsAsync(
                session,
                wanted.Select(task => (project, task.Output, "output", OutputFormat.Mp4))
            );
            var turns = await EditingTaskStore.TakeTurnsAsync(session, [project]);
            created = await EditingTaskStore.CreateAsync(session, wanted, turns);
        });
        return [.. created.Select(task => task.TaskId)];
    }

    /// <param name="Rate">Answers a second.</param>
    /// <param name="P99">Milliseconds.</param>
    private sealed record Run(double Rate, double P99);
}
