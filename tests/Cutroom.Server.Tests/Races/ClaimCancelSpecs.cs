using Cutroom.Server.Storage;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Races;

/// <summary>I2: of a claim and a cancel exactly one wins, for each task, on each engine.</summary>
public abstract class ClaimCancelSpecs
{
    /// <summary>What is remembered of so many tasks fits into memory.</summary>
    private const int AtOnce = 50_000;

    private readonly SqlDialect dialect;
    private readonly int races;
    private readonly int pairs;
    private readonly ITestOutputHelper output;

    /// <param name="races">Tasks that are raced for.</param>
    /// <param name="pairs">How many times two claimers and two cancellers race, in each process.</param>
    private protected ClaimCancelSpecs(SqlDialect dialect, int races, int pairs, ITestOutputHelper output) =>
        (this.dialect, this.races, this.pairs, this.output) = (dialect, races, pairs, output);

    [Fact]
    public async Task Of_a_claim_and_a_cancel_exactly_one_wins()
    {
        await using var database = await TestDatabase.StartAsync(dialect, weak: true);
        output.WriteLine($"seed {Seeds.OfThisRun}");
        var (raced, contended, cancelled) = (0, 0, 0);
        for (; raced < races; raced += AtOnce)
        {
            var histories = await RaceAsync(database, AtOnce, CancelWay.OneByOne);
            Assert.Empty(histories.Where(history => !history.IsLinearizable).Take(10));
            contended += histories.Count(history => history.IsContended);
            cancelled += histories.Count(history => history.IsCancelled);
        }

        output.WriteLine(
            $"{raced} tasks, {cancelled} cancelled, {contended} of them claimed and cancelled at the same time"
        );
        Assert.True(contended > races / 100 && cancelled > races / 100, "Few tasks were raced for.");
    }

    /// <summary>The same with everything that may get between: holds, releases, priorities, pauses, cancels in groups.</summary>
    [Fact]
    public async Task Holds_pauses_priorities_and_groups_change_nothing_of_that()
    {
        await using var database = await TestDatabase.StartAsync(dialect, weak: true);
        var tasks = new RaceTasks(database.Database, new(Ids.New()), LongRuns.Scale(4_000, 200_000), isMixed: true);
        await tasks.CreateAsync();
        output.WriteLine($"seed {Seeds.OfThisRun}");
        var race = new ClaimCancelRace(tasks, Seeds.OfThisRun, CancelWay.InGroups);
        var here = Math.Max(pairs, 2); // nobody races elsewhere
        await race.RunAsync(claimers: 2 * here, cancellers: 4 * here, releasers: 1, pausers: 1);
        await race.LookAsync();

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
        await using var database = await TestDatabase.StartAsync(dialect, weak: true);
        output.WriteLine($"seed {Seeds.OfThisRun}");

        var histories = await RaceAsync(database, 10_000, CancelWay.CheckThenAct);

        var violations = histories.Count(history => !history.IsLinearizable);
        output.WriteLine($"{violations} of {histories.Count} histories are impossible");
        Assert.NotEqual(0, violations);
    }

    private async Task<IReadOnlyList<TaskHistory>> RaceAsync(TestDatabase database, int count, CancelWay way)
    {
        var project = new ProjectId(Ids.New());
        var tasks = new RaceTasks(database.Database, project, count);
        await tasks.CreateAsync();
        var race = new ClaimCancelRace(tasks, Seeds.OfThisRun, way);
        // SQLite has one writer, in one process.
        var elsewhere = dialect == SqlDialect.Postgres ? Enumerable.Range(1, 2) : [];
        var others = elsewhere
            .Select(process =>
                RaceProcess.RunAsync(
                    new(database.Options.ConnectionString, project.Value, count, way, Seeds.OfThisRun, process, pairs)
                )
            )
            .ToList();
        await race.RunAsync(claimers: 2 * pairs, cancellers: 2 * pairs);
        var seen = await Task.WhenAll(others);
        await race.LookAsync();
        Assert.All(seen, calls => Assert.Contains(calls, call => call.What is TaskCall.Claim));
        var histories = race.Histories(seen.SelectMany(calls => calls));
        Assert.Equal(count, histories.Count);
        return histories;
    }
}

public sealed class ClaimCancelSpecsOnSqlite(ITestOutputHelper output)
    : ClaimCancelSpecs(SqlDialect.Sqlite, races: LongRuns.Scale(1_000_000, 10_000_000), pairs: 4, output);

/// <summary>From three processes.</summary>
public sealed class ClaimCancelSpecsOnPostgres(ITestOutputHelper output)
    : ClaimCancelSpecs(SqlDialect.Postgres, races: LongRuns.Scale(100_000, 1_000_000), pairs: 1, output);
