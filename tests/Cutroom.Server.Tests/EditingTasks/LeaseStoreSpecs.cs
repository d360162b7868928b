using Cutroom.Server.EditingTasks;
using Cutroom.Server.Storage;
using Xunit;

namespace Cutroom.Server.Tests.EditingTasks;

/// <summary>What a worker may do and for how long, on each engine. The database's clock cannot be set: a lease of no length has passed.</summary>
public abstract class LeaseStoreSpecs : IAsyncLifetime
{
    private readonly SqlDialect dialect;
    private StoredTasks tasks = null!; // started before each test

    private protected LeaseStoreSpecs(SqlDialect dialect) => this.dialect = dialect;

    public async ValueTask InitializeAsync() => tasks = await StoredTasks.StartAsync(dialect);

    public ValueTask DisposeAsync() => tasks.DisposeAsync();

    [Fact]
    public async Task A_task_whose_lease_holds_is_nobody_elses()
    {
        await tasks.CreateAsync();
        await tasks.ClaimAsync();

        Assert.Null(await tasks.TryClaimAsync(owner: "worker-2"));
    }

    [Fact]
    public async Task A_task_whose_lease_passed_is_taken_over_before_new_ones()
    {
        var lost = await tasks.CreateAsync();
        await tasks.ClaimAsync(StoredTasks.Passed);
        await tasks.CreateAsync();

        var lease = await tasks.ClaimAsync(owner: "worker-2");

        Assert.Equal((lost.TaskId, 2, 1), (lease.TaskId, lease.Attempt, lease.AttemptsLeft));
        Assert.Equal(EditingTaskStatus.Processing, (await tasks.FindAsync(lost.TaskId)).Status);
    }

    /// <summary>I4: whatever a zombie tries, nothing changes.</summary>
    [Fact]
    public async Task A_worker_that_was_taken_over_changes_nothing()
    {
        var created = await tasks.CreateAsync();
        var zombie = await tasks.ClaimAsync(StoredTasks.Passed);
        await tasks.ClaimAsync(owner: "worker-2");
        var before = await tasks.FindAsync(created.TaskId);

        Assert.False(await tasks.RenewAsync(zombie, progress: 50));
        Assert.False(await tasks.SucceedAsync(zombie));
        Assert.False(await tasks.FailAsync(zombie));
        Assert.False(await tasks.RetryAsync(zombie));
        Assert.False(await tasks.HandBackAsync(zombie));
        Assert.Equal(before, await tasks.FindAsync(created.TaskId));
    }

    /// <summary>I4: the attempt number decides even where both attempts are of one process.</summary>
    [Fact]
    public async Task An_older_attempt_of_the_same_worker_changes_nothing()
    {
        await tasks.CreateAsync();
        var older = await tasks.ClaimAsync(StoredTasks.Passed);
        var newer = await tasks.ClaimAsync();

        Assert.False(await tasks.SucceedAsync(older));
        Assert.True(await tasks.SucceedAsync(newer));
    }

    [Fact]
    public async Task A_lease_that_passed_is_not_renewed()
    {
        await tasks.CreateAsync();
        var lease = await tasks.ClaimAsync(StoredTasks.Passed);

        Assert.False(await tasks.RenewAsync(lease));
    }

    [Fact]
    public async Task Progress_never_falls_not_even_in_another_attempt()
    {
        var created = await tasks.CreateAsync();
        var first = await tasks.ClaimAsync();

        Assert.True(await tasks.RenewAsync(first, progress: 60, phase: "encoding"));
        Assert.True(await tasks.RenewAsync(first, progress: 40, length: StoredTasks.Passed));
        var second = await tasks.ClaimAsync(owner: "worker-2");
        Assert.True(await tasks.RenewAsync(second, progress: 5));

        var task = await tasks.FindAsync(created.TaskId);
        Assert.Equal((60, "encoding"), (task.Progress, task.Phase));
    }

    [Fact]
    public async Task A_success_ends_the_task_at_a_hundred()
    {
        var created = await tasks.CreateAsync();
        var lease = await tasks.ClaimAsync();

        Assert.True(await tasks.SucceedAsync(lease));

        var task = await tasks.FindAsync(created.TaskId);
        Assert.Equal((EditingTaskStatus.Succeeded, 100), (task.Status, task.Progress));
        Assert.NotNull(task.EndedMs);
        Assert.Null(task.FailureCode);
    }

    [Fact]
    public async Task A_failure_ends_the_task_with_its_reason_and_the_progress_reached()
    {
        var created = await tasks.CreateAsync();
        var lease = await tasks.ClaimAsync();
        await tasks.RenewAsync(lease, progress: 30);

        Assert.True(await tasks.FailAsync(lease));

        var task = await tasks.FindAsync(created.TaskId);
        Assert.Equal((EditingTaskStatus.Failed, 30), (task.Status, task.Progress));
        Assert.Equal(StoredTasks.Failure, new(task.FailureCode!, task.FailureMessage!));
        Assert.NotNull(task.EndedMs);
    }

    /// <summary>I5: final states never change.</summary>
    [Fact]
    public async Task Nothing_follows_an_end()
    {
        var created = await tasks.CreateAsync();
        var lease = await tasks.ClaimAsync();
        await tasks.SucceedAsync(lease);
        var ended = await tasks.FindAsync(created.TaskId);

        Assert.False(await tasks.SucceedAsync(lease));
        Assert.False(await tasks.FailAsync(lease));
        Assert.False(await tasks.RenewAsync(lease, progress: 1));
        Assert.False(await tasks.HandBackAsync(lease));
        Assert.Null(await tasks.CancelAsync(created.TaskId));
        Assert.Null(await tasks.TryClaimAsync());
        Assert.Equal(ended, await tasks.FindAsync(created.TaskId));
    }

    /// <summary>I7: a stopping worker costs its tasks no attempt.</summary>
    [Fact]
    public async Task A_task_handed_back_is_claimed_at_once_and_loses_no_attempt()
    {
        await tasks.CreateAsync(attempts: 1);
        var first = await tasks.ClaimAsync();

        Assert.True(await tasks.HandBackAsync(first));

        var second = await tasks.ClaimAsync(owner: "worker-2");
        Assert.Equal((2, 0), (second.Attempt, second.AttemptsLeft));
        Assert.False(await tasks.SucceedAsync(first));
    }

    /// <summary>I6: a fault of the machine is tried again, but not at once.</summary>
    [Fact]
    public async Task A_retry_waits_for_its_pause()
    {
        var created = await tasks.CreateAsync();
        var lease = await tasks.ClaimAsync();

        Assert.True(await tasks.RetryAsync(lease, StoredTasks.Long));

        Assert.Null(await tasks.TryClaimAsync());
        Assert.Equal(EditingTaskStatus.Processing, (await tasks.FindAsync(created.TaskId)).Status);
    }

    /// <summary>I6: attempts are bounded; the last cause is kept.</summary>
    [Fact]
    public async Task A_task_without_an_attempt_left_is_failed_not_claimed()
    {
        var created = await tasks.CreateAsync(attempts: 2);
        Assert.True(await tasks.RetryAsync(await tasks.ClaimAsync()));
        var last = await tasks.ClaimAsync(StoredTasks.Passed);

        Assert.False(await tasks.RetryAsync(last));
        Assert.Null(await tasks.TryClaimAsync());
        var ended = Assert.Single(await tasks.FailExhaustedAsync());

        Assert.Equal(new EndedTask(tasks.Project, created.TaskId, created.AssetId, StoredTasks.Failure), ended);
        var task = await tasks.FindAsync(created.TaskId);
        Assert.Equal((EditingTaskStatus.Failed, 2), (task.Status, task.Attempt));
        Assert.Equal(StoredTasks.Failure.Message, task.FailureMessage);
    }

    [Fact]
    public async Task Only_tasks_that_nobody_can_take_up_are_failed_as_exhausted()
    {
        await tasks.CreateAsync(attempts: 1);
        await tasks.CreateAsync(attempts: 2);
        await tasks.CreateAsync(attempts: 1);
        await tasks.ClaimAsync();
        await tasks.ClaimAsync(StoredTasks.Passed);

        Assert.Empty(await tasks.FailExhaustedAsync());
    }
}

public sealed class SqliteLeaseStoreSpecs() : LeaseStoreSpecs(SqlDialect.Sqlite);

public sealed class PostgresLeaseStoreSpecs() : LeaseStoreSpecs(SqlDialect.Postgres);
