using Cutroom.Server.EditingTasks;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Races;

/// <summary>I2: of a claim and a cancel exactly one wins, for each task, on each engine.</summary>
public abstract class ClaimCancelSpecs
{
    private readonly SqlDialect dialect;
    private readonly int pairs;
    private readonly ITestOutputHelper output;

    /// <param name="pairs">How many times two claimers and two cancellers race.</param>
    private protected ClaimCancelSpecs(SqlDialect dialect, int pairs, ITestOutputHelper output) =>
        (this.dialect, this.pairs, this.output) = (dialect, pairs, output);

    [Fact]
    public async Task Of_a_claim_and_a_cancel_exactly_one_wins()
    {
        var histories = await RaceAsync(LongRuns.Scale(100_000, 1_000_000), tasks => tasks.CancelAsync);

        var contended = histories.Count(history => history.IsContended);
        output.WriteLine($"{histories.Count} tasks, {contended} of them claimed and cancelled at the same time");
        Assert.Empty(histories.Where(history => !history.IsLinearizable).Take(10));
        Assert.True(contended > histories.Count / 100, $"Only {contended} of {histories.Count} tasks were raced for.");
        Assert.Contains(
            histories,
            history => history.Calls[^1].What is TaskCall.Look { Status: EditingTaskStatus.Cancelled }
        );
    }

    /// <summary>The same with everything that may get between: holds, releases, priorities, pauses, cancels in groups.</summary>
    [Fact]
    public async Task Holds_pauses_priorities_and_groups_change_nothing_of_that()
    {
        await using var database = await TestDatabase.StartAsync(dialect, weak: true);
        var tasks = new RaceTasks(database.Database, LongRuns.Scale(4_000, 200_000), isMixed: true);
        await tasks.CreateAsync();
        output.WriteLine($"seed {Seeds.OfThisRun}");
        var race = new ClaimCancelRace(tasks, Seeds.OfThisRun, tasks.CancelInGroupAsync);
        await race.RunAsync(claimers: 2 * pairs, cancellers: 4 * pairs, releasers: 1, pausers: 1);

        var histories = race.Histories();
        output.WriteLine($"{histories.Count(history => history.IsContended)} contended, {race.Pauses} pauses");
        Assert.Equal(tasks.Count, histories.Count);
        Assert.Empty(histories.Where(history => !history.IsLinearizable).Take(10));
        Assert.Equal(0, race.ClaimsInPauses());
        Assert.NotEqual(0, race.Pauses);
        Assert.Contains(histories, history => history.Calls.Any(call => call.What is TaskCall.Release { Done: true }));
    }

    /// <summary>A check that finds nothing here would prove nothing there.</summary>
    [Fact]
    public async Task A_cancel_that_checks_before_it_acts_is_found_out()
    {
        var histories = await RaceAsync(10_000, tasks => tasks.CheckThenCancelAsync);

        var violations = histories.Count(history => !history.IsLinearizable);
        output.WriteLine($"{violations} of {histories.Count} histories are impossible");
        Assert.NotEqual(0, violations);
    }

    private async Task<IReadOnlyList<TaskHistory>> RaceAsync(int count, Func<RaceTasks, Func<int, Task<bool>>> cancelOf)
    {
        await using var database = await TestDatabase.StartAsync(dialect, weak: true);
        var tasks = new RaceTasks(database.Database, count);
        await tasks.CreateAsync();
        output.WriteLine($"seed {Seeds.OfThisRun}");
        var race = new ClaimCancelRace(tasks, Seeds.OfThisRun, cancelOf(tasks));
        await race.RunAsync(claimers: 2 * pairs, cancellers: 2 * pairs);
        var histories = race.Histories();
        Assert.Equal(count, histories.Count);
        return histories;
    }
}

public sealed class ClaimCancelSpecsOnSqlite(ITestOutputHelper output) : ClaimCancelSpecs(SqlDialect.Sqlite, 4, output);

public sealed class ClaimCancelSpecsOnPostgres(ITestOutputHelper output)
    : ClaimCancelSpecs(SqlDialect.Postgres, 2, output);
