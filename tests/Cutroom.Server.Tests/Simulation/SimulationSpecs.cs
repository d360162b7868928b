using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Simulation;

/// <summary>
/// I1–I7 in a simulated cluster: real statements, workers and operations, on one thread, with faults of store, media, engine, clocks and
/// processes. The normal run takes the same seeds every time, a long one new ones; <c>CUTROOM_SEED=N</c> begins with seed N. The first seed
/// that fails tells its story.
/// </summary>
public sealed class SimulationSpecs(ITestOutputHelper output)
{
    private static readonly int First = (Seeds.Given ?? LongRuns.Scale(1, Seeds.OfThisRun)) % 1_000_000_000;

    [Fact]
    public async Task Whatever_fails_the_promises_hold()
    {
        using var database = await SimulatedDatabase.OpenAsync(PlantedFault.None);
        var (lives, seeds, started) = (0, 0, Environment.CpuUsage.TotalTime);
        foreach (var number in Enumerable.Range(0, LongRuns.Scale(2_000, 100_000)).Where(LongRuns.IsMine))
        {
            var (failure, ended, _) = await RunAsync(First + number, PlantedFault.None, database);
            if (failure is not null)
                Assert.Fail(await TellAsync(First + number, database));
            (lives, seeds) = (lives + ended, seeds + 1);
        }

        var seconds = (Environment.CpuUsage.TotalTime - started).TotalSeconds;
        output.WriteLine(
            $"{seeds} seeds from {First}: {lives} lives of tasks, {lives / seconds:f0} a second of processor time"
        );
    }

    [Fact]
    public async Task A_seed_repeats_itself()
    {
        using var database = await SimulatedDatabase.OpenAsync(PlantedFault.None);
        for (var seed = First; seed < First + 20; seed++)
        {
            var first = await RunAsync(seed, PlantedFault.None, database);
            var again = await RunAsync(seed, PlantedFault.None, database);
            Assert.Equal(first.Fingerprint, again.Fingerprint);
        }
    }

    /// <summary>Each takes a guard out of the code that runs; a simulation that goes on as if nothing were would prove nothing.</summary>
    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_planted_fault_is_found_out(string name)
    {
        var planted = Planted[name];
        using var database = await SimulatedDatabase.OpenAsync(planted);
        Exception? failure = null;
        var seeds = 0;
        for (; failure is null && seeds < MostSeeds; seeds++)
            (failure, _, _) = await RunAsync(First + planted.Skipped + seeds, planted, database);

        output.WriteLine($"after {seeds} seeds: {failure?.Message}");
        Assert.True(planted.Statement is null || database.Weakened > 0, "No statement holds this guard any more.");
        Assert.IsType<ViolationException>(failure);
    }

    public static TheoryData<string> Faults => [.. Planted.Keys];

    private static readonly Dictionary<string, PlantedFault> Planted = new()
    {
        ["a cancel looks before it acts"] = new() { ChecksThenCancels = true, Skipped = 470 },
        ["a lost answer is taken for a failure"] = new() { RepeatsLostAnswers = true },
        ["a cancel asks for no status"] = Without(
            "and status = 'WAITING'\n    and (wanted_version",
            "and (wanted_version"
        ),
        ["a success asks for no attempt"] = Without(
            "(project_id, task_id, attempt, lease_owner) in (\n        select value ->> 'project', value ->> 'task', cast(value ->> 'attempt' as bigint), value ->> 'owner'",
            "(project_id, task_id) in (\n        select value ->> 'project', value ->> 'task'"
        ),
        ["a step of a worker asks for no attempt"] = Without("and attempt = @attempt and lease_owner = @owner", ""),
        ["a take-over asks for no time"] = Without(
            "attempts_left > 0 and lease_end_ms <= ",
            "attempts_left > 0 and 0 < "
        ),
        ["a take-over asks for no attempt that is left"] = Without(
            "and attempts_left > 0 and lease_end_ms",
            "and lease_end_ms"
        ),
        ["a sweep asks for no time"] = Without(
            "and attempts_left = 0 and lease_end_ms <= ",
            "and attempts_left = 0 and 0 < "
        ),
        ["a claim asks for no pause"] = Without("paused = 0", "paused < 2"),
        ["a claim leaves its entry"] = Without(
            "delete from editing_task_queue\nwhere project_id = @project and (rank",
            "delete from editing_task_queue\nwhere 1 = 0 and (rank"
        ),
        ["a cancel leaves its entry"] = Without(
            "delete from editing_task_queue where (project_id",
            "delete from editing_task_queue where 1 = 0 and (project_id"
        ),
        ["an end leaves its lease"] = Without("and status <> 'PROCESSING')", "and 1 = 0)"),
        ["a retry gives the attempt back"] = Without(
            "lease_owner = null, lease_end_ms = cast(unixepoch('subsec') * 1000 as integer) + @backOff",
            "attempts_left = attempts_left + 1, lease_owner = null, lease_end_ms = cast(unixepoch('subsec') * 1000 as integer) + @backOff"
        ),
    };

    private const int MostSeeds = 1_000;

    private static PlantedFault Without(string guard, string instead) => new() { Statement = (guard, instead) };

    private static async Task<(Exception? Failure, int Ended, ulong Fingerprint)> RunAsync(
        int seed,
        PlantedFault planted,
        SimulatedDatabase database,
        Action<string>? trace = null
    )
    {
        var outer = SynchronizationContext.Current;
        database.Empty();
        await using var cluster = new SimulatedCluster(seed, planted, database, trace);
        Exception? failure = null;
        try
        {
            cluster.Run();
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        SynchronizationContext.SetSynchronizationContext(outer);
        return (failure, cluster.Watch.Ended, cluster.Agenda.Fingerprint);
    }

    /// <summary>The seed once more, with its story.</summary>
    private static async Task<string> TellAsync(int seed, SimulatedDatabase database)
    {
        var story = new List<string>();
        var (failure, _, _) = await RunAsync(seed, PlantedFault.None, database, story.Add);
        return $"CUTROOM_SEED={seed}\n{string.Join('\n', story.TakeLast(80))}\n{failure}";
    }
}
