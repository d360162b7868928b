using Cutroom.Server.EditingTasks;
using Cutroom.Server.Storage;
using Xunit;

namespace Cutroom.Server.Tests.EditingTasks;

/// <summary>What is claimed next, and what is not: order, holds, pauses, limits, shares, on each engine.</summary>
public abstract class QueueStoreSpecs : IAsyncLifetime
{
    private readonly SqlDialect dialect;
    private StoredTasks tasks = null!; // started before each test

    private protected QueueStoreSpecs(SqlDialect dialect) => this.dialect = dialect;

    public async ValueTask InitializeAsync() => tasks = await StoredTasks.StartAsync(dialect);

    public ValueTask DisposeAsync() => tasks.DisposeAsync();

    [Fact]
    public async Task The_higher_priority_is_claimed_first_and_the_older_inside_one()
    {
        var usual = await tasks.CreateAsync(tasks.New());
        var low = await tasks.CreateAsync(tasks.New() with { Priority = 0 });
        var high = await tasks.CreateAsync(tasks.New() with { Priority = 9 });
        var alsoHigh = await tasks.CreateAsync(tasks.New() with { Priority = 9 });

        var claimed = await tasks.ClaimAsync(count: 4);

        Assert.Equal([high.TaskId, alsoHigh.TaskId, usual.TaskId, low.TaskId], claimed.Select(lease => lease.TaskId));
    }

    [Fact]
    public async Task A_held_task_waits_but_is_not_claimed_until_it_is_released_and_then_in_its_old_place()
    {
        var held = await tasks.CreateAsync(tasks.New() with { IsHeld = true });
        var other = await tasks.CreateAsync();
        Assert.True((await tasks.FindAsync(held.TaskId)) is { IsHeld: true, Status: EditingTaskStatus.Waiting });
        Assert.Equal(other.TaskId, (await tasks.ClaimAsync()).TaskId);
        Assert.Null(await tasks.TryClaimAsync());

        await tasks.CreateAsync();
        Assert.True(await tasks.ReleaseAsync(held.TaskId));
        Assert.False(await tasks.ReleaseAsync(held.TaskId));

        Assert.Equal(held.TaskId, (await tasks.ClaimAsync()).TaskId);
    }

    [Fact]
    public async Task A_held_task_can_be_cancelled_and_is_not_released_after_that()
    {
        var held = await tasks.CreateAsync(tasks.New() with { IsHeld = true });

        Assert.Equal(held.AssetId, await tasks.CancelAsync(held.TaskId));

        Assert.False(await tasks.ReleaseAsync(held.TaskId));
        Assert.Null(await tasks.TryClaimAsync());
    }

    [Fact]
    public async Task Nothing_of_a_paused_project_is_claimed_until_it_is_resumed()
    {
        var other = new ProjectId(Ids.New());
        var paused = await tasks.CreateAsync();
        await tasks.SetQueueAsync(new QueueSettings { IsPaused = true });
        var unpaused = await tasks.CreateAsync(project: other);

        Assert.Equal([unpaused.TaskId], (await tasks.ClaimAsync(count: 3)).Select(lease => lease.TaskId));
        await tasks.SetQueueAsync(new QueueSettings());

        Assert.Equal([paused.TaskId], (await tasks.ClaimAsync(count: 3)).Select(lease => lease.TaskId));
    }

    [Fact]
    public async Task No_more_of_a_project_run_than_its_limit_allows()
    {
        await tasks.SetQueueAsync(new QueueSettings { RunningLimit = 2 });
        for (var i = 0; i < 5; i++)
            await tasks.CreateAsync();

        var running = await tasks.ClaimAsync(count: 5);
        Assert.Equal(2, running.Count);
        Assert.Null(await tasks.TryClaimAsync());
        await tasks.SucceedAsync(running[0]);

        Assert.Single(await tasks.ClaimAsync(count: 5));
    }

    /// <summary>Its second turn comes once the other project has nothing left.</summary>
    [Fact]
    public async Task One_claim_that_comes_back_to_a_project_does_not_pass_its_limit()
    {
        await tasks.SetQueueAsync(new QueueSettings { RunningLimit = 2 });
        await tasks.CreateManyAsync(tasks.New(), 5);
        await tasks.CreateAsync(project: new ProjectId(Ids.New()));

        Assert.Equal(3, (await tasks.ClaimAsync(count: 4)).Count);
    }

    [Fact]
    public async Task Ten_claims_at_once_do_not_pass_a_limit()
    {
        await tasks.SetQueueAsync(new QueueSettings { RunningLimit = 3 });
        for (var i = 0; i < 20; i++)
            await tasks.CreateAsync();

        var claims = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Task.Run(() => tasks.ClaimAsync(count: 2)))
        );

        Assert.Equal(3, claims.Sum(claim => claim.Count));
    }

    /// <summary>I22: 10,000 tasks of one project are one task ahead of another's single one.</summary>
    [Fact]
    public async Task A_flood_delays_another_projects_task_by_one_claim()
    {
        var turns = new ClaimTurns(TimeProvider.System);
        await tasks.CreateManyAsync(tasks.New(), 10_000);
        Assert.Equal(50, (await tasks.ClaimAsync(50, turns)).Count);
        var other = new ProjectId(Ids.New());
        var single = await tasks.CreateAsync(tasks.New(other));
        turns.Arrived(other);

        var next = await tasks.ClaimAsync(1, turns);

        Assert.Equal(single.TaskId, Assert.Single(next).TaskId);
    }

    [Fact]
    public async Task A_claim_that_remembers_its_place_finds_what_is_put_before_it()
    {
        var turns = new ClaimTurns(TimeProvider.System);
        var held = await tasks.CreateAsync(tasks.New() with { IsHeld = true });
        await tasks.CreateAsync();
        await tasks.ClaimAsync(1, turns);
        await tasks.ReleaseAsync(held.TaskId);
        turns.Arrived(tasks.Project);

        Assert.Equal(held.TaskId, Assert.Single(await tasks.ClaimAsync(1, turns)).TaskId);
    }

    /// <summary>The queue holds what may be claimed, and nothing else.</summary>
    [Fact]
    public async Task Entries_and_leases_go_with_the_tasks_they_stand_for()
    {
        var cancelled = await tasks.CreateAsync();
        await tasks.CreateAsync();
        await tasks.CreateAsync();
        await tasks.CreateAsync();
        Assert.Equal((4, 0), await tasks.CountWaitingAndRunningAsync());

        await tasks.CancelAsync(cancelled.TaskId);
        var leases = await tasks.ClaimAsync(count: 2);
        Assert.Equal((1, 2), await tasks.CountWaitingAndRunningAsync());

        await tasks.SucceedAsync(leases[0]);
        await tasks.FailAsync(leases[1]);
        Assert.Equal((1, 0), await tasks.CountWaitingAndRunningAsync());
    }

    [Fact]
    public async Task Many_cancels_in_one_statement_each_have_their_own_answer()
    {
        var waiting = await tasks.CreateAsync();
        var running = await tasks.CreateAsync(tasks.New() with { Priority = 9 });
        await tasks.ClaimAsync();
        var changed = await tasks.CreateAsync(tasks.New() with { IsHeld = true });
        await tasks.ReleaseAsync(changed.TaskId);
        CancelWish[] wishes =
        [
            new(tasks.Project, waiting.TaskId),
            new(tasks.Project, running.TaskId),
            new(tasks.Project, changed.TaskId, IfVersion: changed.Version),
            new(tasks.Project, new(Ids.New())),
            new(new(Ids.New()), waiting.TaskId),
        ];

        Assert.Equal(waiting.TaskId, Assert.Single(await tasks.CancelAsync(wishes)).TaskId);
        Assert.Equal(EditingTaskStatus.Processing, (await tasks.FindAsync(running.TaskId)).Status);
        Assert.NotNull(await tasks.CancelAsync(changed.TaskId, ifVersion: changed.Version + 1));
    }
}

public sealed class SqliteQueueStoreSpecs() : QueueStoreSpecs(SqlDialect.Sqlite);

public sealed class PostgresQueueStoreSpecs() : QueueStoreSpecs(SqlDialect.Postgres);
