using Cutroom.Server.EditingTasks;
using Cutroom.Server.Storage;
using Xunit;

namespace Cutroom.Server.Tests.EditingTasks;

/// <summary>Create, list, cancel and claim, on each engine.</summary>
public abstract class EditingTaskStoreSpecs : IAsyncLifetime
{
    private readonly SqlDialect dialect;
    private StoredTasks tasks = null!; // started before each test

    private protected EditingTaskStoreSpecs(SqlDialect dialect) => this.dialect = dialect;

    public async ValueTask InitializeAsync() => tasks = await StoredTasks.StartAsync(dialect);

    public ValueTask DisposeAsync() => tasks.DisposeAsync();

    [Fact]
    public async Task A_new_task_waits()
    {
        var created = await tasks.CreateAsync();

        Assert.Equal(created, await tasks.FindAsync(created.TaskId));
        Assert.Equal((EditingTaskStatus.Waiting, 0, 0), (created.Status, created.Attempt, created.Progress));
        Assert.Null(created.EndedMs);
    }

    [Fact]
    public async Task Ids_and_times_of_a_project_rise_together()
    {
        var created = new List<EditingTask>();
        for (var i = 0; i < 50; i++)
            created.Add(await tasks.CreateAsync());

        Assert.Equal(created, created.OrderBy(task => task.CreatedMs));
        Assert.Equal(created, created.OrderBy(task => task.TaskId.Value, StringComparer.Ordinal));
        Assert.Equal(50, created.Select(task => task.CreatedMs).Distinct().Count());
    }

    [Fact]
    public async Task A_list_is_newest_first_and_stable_under_paging()
    {
        var created = new List<EditingTask>();
        for (var i = 0; i < 7; i++)
            created.Add(await tasks.CreateAsync());

        var first = await tasks.ListAsync(from: 7, limit: 3);
        await tasks.CreateAsync();
        var second = await tasks.ListAsync(from: 4, limit: 3);
        var third = await tasks.ListAsync(from: 1, limit: 3);

        Assert.Equal(8, await tasks.CountAsync());
        Assert.Equal(created.AsEnumerable().Reverse(), first.Concat(second).Concat(third));
    }

    [Fact]
    public async Task Tasks_of_another_project_are_not_there()
    {
        var other = new ProjectId(Ids.New());
        var theirs = await tasks.CreateAsync(project: other);

        Assert.Null(await tasks.TryFindAsync(theirs.TaskId));
        Assert.Null(await tasks.CancelAsync(theirs.TaskId));
        Assert.Empty(await tasks.ListAsync(from: 1, limit: 10));
        Assert.Equal(0, await tasks.CountAsync());
        Assert.Equal(1, await tasks.CountAsync(other));
    }

    [Fact]
    public async Task The_oldest_waiting_task_is_claimed_first()
    {
        var first = await tasks.CreateAsync();
        var second = await tasks.CreateAsync(project: new ProjectId(Ids.New()));

        var claims = new[] { await tasks.ClaimAsync(), await tasks.ClaimAsync() };

        Assert.Equal([first.TaskId, second.TaskId], claims.Select(lease => lease.TaskId));
        Assert.All(claims, lease => Assert.Equal((1, 2), (lease.Attempt, lease.AttemptsLeft)));
        Assert.Null(await tasks.TryClaimAsync());
    }

    [Fact]
    public async Task A_claimed_task_is_being_processed_since_its_claim()
    {
        var created = await tasks.CreateAsync();

        var lease = await tasks.ClaimAsync();

        var task = await tasks.FindAsync(created.TaskId);
        Assert.Equal((EditingTaskStatus.Processing, 1), (task.Status, task.Attempt));
        Assert.True(task.StartedMs >= task.CreatedMs);
        Assert.Equal(created.AssetId, lease.AssetId);
    }

    /// <summary>I2: of claim and cancel exactly one happens.</summary>
    [Fact]
    public async Task A_cancelled_task_is_never_claimed()
    {
        var created = await tasks.CreateAsync();

        var output = await tasks.CancelAsync(created.TaskId);

        Assert.Equal(created.AssetId, output);
        Assert.Null(await tasks.TryClaimAsync());
        var task = await tasks.FindAsync(created.TaskId);
        Assert.Equal((EditingTaskStatus.Cancelled, 0), (task.Status, task.Attempt));
        Assert.NotNull(task.EndedMs);
    }

    /// <summary>I5: also not once its worker was lost.</summary>
    [Fact]
    public async Task A_task_that_was_ever_claimed_is_never_cancelled()
    {
        var created = await tasks.CreateAsync();

        var lease = await tasks.ClaimAsync(StoredTasks.Passed);
        Assert.Null(await tasks.CancelAsync(created.TaskId));
        await tasks.HandBackAsync(lease);
        Assert.Null(await tasks.CancelAsync(created.TaskId));
    }

    [Fact]
    public async Task A_task_is_cancelled_once()
    {
        var created = await tasks.CreateAsync();
        await tasks.CancelAsync(created.TaskId);
        var ended = (await tasks.FindAsync(created.TaskId)).EndedMs;

        Assert.Null(await tasks.CancelAsync(created.TaskId));
        Assert.Equal(ended, (await tasks.FindAsync(created.TaskId)).EndedMs);
    }

    /// <summary>I2, I22: claimers at once never meet on a task and leave none behind.</summary>
    [Fact]
    public async Task Claimers_at_once_take_each_task_once()
    {
        var created = new List<TaskId>();
        for (var i = 0; i < 100; i++)
            created.Add((await tasks.CreateAsync()).TaskId);

        var claims = await Task.WhenAll(Enumerable.Range(0, 10).Select(worker => ClaimTenAsync($"worker-{worker}")));

        Assert.Equal(created, claims.SelectMany(leases => leases).Select(lease => lease.TaskId).Order(ById));
    }

    /// <summary>I5: on random paths, the store does what the table says, no more and no less.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task The_store_lives_by_the_table(int seed)
    {
        var model = new EditingTaskModel(tasks, seed);

        for (var step = 0; step < 300; step++)
            await model.StepAsync();

        await model.CompareAsync();
    }

    private static readonly Comparer<TaskId> ById = Comparer<TaskId>.Create(
        (left, right) => string.CompareOrdinal(left.Value, right.Value)
    );

    private async Task<List<Lease>> ClaimTenAsync(string owner)
    {
        var leases = new List<Lease>();
        while (leases.Count < 10)
            leases.Add(await tasks.ClaimAsync(owner: owner));
        return leases;
    }
}

public sealed class SqliteEditingTaskStoreSpecs() : EditingTaskStoreSpecs(SqlDialect.Sqlite);

public sealed class PostgresEditingTaskStoreSpecs() : EditingTaskStoreSpecs(SqlDialect.Postgres);
