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

    /// <summary>A server that has just started compiles its code once more while it answers: for about 100,000 requests.</summary>
    private const int WarmRounds = 12;

    private const int Clients = 128;

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        await using var shared = await StartAsync(DatabaseOptions.DefaultWriteGroup);
        await using var single = await StartAsync(writesInGroup: 1);
        for (var round = 0; round < WarmRounds; round++)
        {
            await MeasureAsync(shared, "tasks", cancels: 8_000);
            await MeasureAsync(single, SingleCommit.Route, cancels: 1_500);
        }

        var (alone, withGroups, apart) = (new List<Load>(), new List<Load>(), new List<Load>());
        for (var round = 0; round < Rounds; round++)
        {
            alone.Add(await MeasureAsync(single, SingleCommit.Route, cancels: 1_500));
            withGroups.Add(await MeasureAsync(shared, "tasks", cancels: 8_000));
            apart.Add(await MeasureAsync(shared, "tasks", cancels: 8_000, areApart: true));
        }

        return
        [
            new("cancels, a commit for each", Rate(alone), "a second"),
            new("cancels, shared commits", Rate(withGroups), "a second"),
            new("cancels, shared commits, no two on one page", Rate(apart), "a second"),
            new("99 % answered within, a commit for each", P99(alone), "ms"),
            new("99 % answered within, shared commits", P99(withGroups), "ms"),
            // Both meet the same load within a round, so the ratio is taken there.
            new("shared to single", Ratio(withGroups, alone), "times", AtLeast: 5),
            new("shared to single, no two on one page", Ratio(apart, alone), "times"),
        ];
    }

    private static double Rate(List<Load> loads) => Percentiles.Of(loads.Select(load => load.PerSecond), 50);

    private static double P99(List<Load> loads) =>
        Percentiles.Of(loads.Select(load => Percentiles.Of(load.Milliseconds, 99)), 50);

    private static double Ratio(List<Load> these, List<Load> those) =>
        Percentiles.Of(these.Zip(those, (one, other) => one.PerSecond / other.PerSecond), 50);

    private static Task<RunningServer> StartAsync(int writesInGroup) =>
        RunningServer.StartAsync(
            change: options => options with { Role = ServerRole.Api, MaxWriteGroup = writesInGroup },
            addRoutes: SingleCommit.Map
        );

    /// <param name="areApart">What is asked for at the same time was not created near each other; else in the order of creation.</param>
    private static async Task<Load> MeasureAsync(RunningServer server, string route, int cancels, bool areApart = false)
    {
        var tasks = await CreateAsync(server, cancels);
        var strides = areApart ? cancels / Clients : 1;
        var requests = tasks
            .Index()
            .OrderBy(task => task.Index % strides)
            .Select(task =>
                SignedCancel.Bytes(server.Address, server.Identity, task.Item.Value, server.Time.GetUtcNow(), route)
            )
            .ToList();
        return await KeptConnection.SendAsync(server.Address, Clients, requests);
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
}
