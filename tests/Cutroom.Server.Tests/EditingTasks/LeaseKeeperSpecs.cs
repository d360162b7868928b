using Cutroom.Rendering;
using Cutroom.Server.EditingTasks;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Cutroom.Server.Tests.EditingTasks;

/// <summary>A render goes on only while its lease is surely held (I4). The worker's clock is set, the database's is not.</summary>
public sealed class LeaseKeeperSpecs : IAsyncLifetime
{
    private static readonly QueueOptions Options = new();
    private readonly FakeTimeProvider time = new();
    private TestDatabase database = null!; // started before each test
    private StoredTasks tasks = null!; // started before each test

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.StartAsync(SqlDialect.Sqlite, weak: true);
        tasks = new StoredTasks(database);
    }

    public ValueTask DisposeAsync() => tasks.DisposeAsync();

    [Fact(Timeout = 30_000)]
    public async Task Progress_reaches_the_store_within_a_second_of_the_workers_clock()
    {
        var created = await tasks.CreateAsync();
        await using var keeper = Keeper(await tasks.ClaimAsync());

        keeper.Report(new RenderProgress("encoding", 0.427));
        time.Advance(TimeSpan.FromSeconds(1));

        var task = await ProgressedAsync(created.TaskId, TestContext.Current.CancellationToken);
        Assert.Equal((42, "encoding"), (task.Progress, task.Phase));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_finished_render_is_not_yet_a_finished_task()
    {
        var created = await tasks.CreateAsync();
        await using var keeper = Keeper(await tasks.ClaimAsync());

        keeper.Report(new RenderProgress("verifying", 1));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(99, (await ProgressedAsync(created.TaskId, TestContext.Current.CancellationToken)).Progress);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_lease_that_passed_unnoticed_is_lost_at_the_next_renewal()
    {
        await tasks.CreateAsync();
        await using var keeper = Keeper(await tasks.ClaimAsync(StoredTasks.Passed));

        Assert.False(keeper.Lost.IsCancellationRequested);
        time.Advance(Options.RenewEvery);

        await FiredAsync(keeper.Lost).WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_costs_the_lease_before_it_passes()
    {
        await tasks.CreateAsync();
        var lease = await tasks.ClaimAsync();
        await database.Database.DisposeAsync();
        await using var keeper = Keeper(lease);

        time.Advance(Options.LocalDeadline - TimeSpan.FromMilliseconds(1));
        var before = keeper.Lost.IsCancellationRequested;
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.False(before);
        Assert.True(keeper.Lost.IsCancellationRequested);
        Assert.True(Options.LocalDeadline < Options.Lease);
    }

    [Fact]
    public async Task Time_between_the_claim_and_its_answer_counts()
    {
        await tasks.CreateAsync();
        var lease = await tasks.ClaimAsync();
        var claimedAt = time.GetTimestamp();
        time.Advance(Options.LocalDeadline);

        await using var keeper = Keeper(lease, claimedAt);

        Assert.True(keeper.Lost.IsCancellationRequested);
    }

    private LeaseKeeper Keeper(Lease lease, long? claimedAt = null) =>
        new(database.Database, lease, claimedAt ?? time.GetTimestamp(), Options, time, NullLogger.Instance);

    /// <summary>The renewal runs by itself; each read lets it go on.</summary>
    private async Task<EditingTask> ProgressedAsync(TaskId id, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (await tasks.FindAsync(id) is { Progress: > 0 } task)
                return task;
        }
    }

    private static async Task FiredAsync(CancellationToken token)
    {
        var fired = new TaskCompletionSource();
        await using var registration = token.Register(fired.SetResult);
        await fired.Task;
    }
}
