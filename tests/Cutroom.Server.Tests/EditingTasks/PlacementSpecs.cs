using Cutroom.Rendering.Planning;
using Cutroom.Server.EditingTasks;
using Cutroom.Server.Storage;
using Xunit;

namespace Cutroom.Server.Tests.EditingTasks;

/// <summary>Which tasks a worker takes, by what they need and what it has left, on each engine.</summary>
public abstract class PlacementSpecs : IAsyncLifetime
{
    private static readonly RenderNeeds Worker = new(Slots: 4, MemoryMib: 1000, DiskMib: 1000);
    private static readonly RenderNeeds Light = new(1, 100, 100);

    private readonly ClaimTurns turns = new(TimeProvider.System);
    private readonly SqlDialect dialect;
    private StoredTasks tasks = null!; // started before each test

    private protected PlacementSpecs(SqlDialect dialect) => this.dialect = dialect;

    public async ValueTask InitializeAsync() => tasks = await StoredTasks.StartAsync(dialect);

    public ValueTask DisposeAsync() => tasks.DisposeAsync();

    public static TheoryData<string, long, long, long> HalfAndMore =>
        new()
        {
            { "slots", 3, 0, 0 },
            { "memory", 1, 600, 0 },
            { "disk", 1, 0, 600 },
        };

    [Theory]
    [MemberData(nameof(HalfAndMore))]
    public async Task Two_that_each_fit_but_not_together_run_one_after_the_other(
        string what,
        long slots,
        long memory,
        long disk
    )
    {
        var needs = new RenderNeeds(slots, memory, disk);
        var first = await CreateAsync(needs);
        var second = await CreateAsync(needs);

        var running = Assert.Single(await ClaimAsync());
        Assert.Equal((first, needs), (running.TaskId, running.Needs));
        Assert.True((await ClaimAsync(running)).Count == 0, what);

        Assert.Equal([second], await ClaimedAsync());
    }

    [Fact]
    public async Task What_fits_beside_a_heavy_task_is_taken_with_it()
    {
        var heavy = await CreateAsync(Light with { Slots = 3 });
        var light = await CreateAsync(Light);
        await CreateAsync(Light);

        Assert.Equal([heavy, light], await ClaimedAsync());
    }

    [Fact]
    public async Task A_task_that_needs_more_than_there_is_gets_the_whole_worker()
    {
        var light = await CreateAsync(Light);
        var huge = await CreateAsync(new(Slots: 99, MemoryMib: 99_999, DiskMib: 0));
        var running = Assert.Single(await ClaimAsync());
        Assert.Equal(light, running.TaskId);

        Assert.Empty(await ClaimAsync(running));
        var alone = Assert.Single(await ClaimAsync());

        Assert.Equal(huge, alone.TaskId);
        await CreateAsync(Light);
        Assert.Empty(await ClaimAsync(alone));
    }

    [Fact]
    public async Task Nothing_of_a_project_passes_its_first_task()
    {
        var running = await RunningAsync(Light with { Slots = 2 });
        var heavy = await CreateAsync(Light with { Slots = 3 });
        var light = await CreateAsync(Light);

        Assert.Empty(await ClaimAsync(running));

        Assert.Equal([heavy, light], await ClaimedAsync());
    }

    /// <summary>Every time a task ends another small one waits: only a worker that keeps its slots free gets to the heavy one.</summary>
    [Fact]
    public async Task A_heavy_task_does_not_starve_beside_a_stream_of_small_ones()
    {
        var other = new ProjectId(Ids.New());
        await tasks.CreateManyAsync(tasks.New(other) with { Needs = Light, MediaMs = 1000 }, 50);
        var running = (await ClaimAsync()).ToList();
        Assert.Equal(4, running.Count);
        var heavy = await CreateAsync(Light with { Slots = 4 });
        turns.Arrived(tasks.Project);

        for (var ends = 0; ends < 4; ends++)
        {
            Assert.DoesNotContain(running, lease => lease.TaskId == heavy);
            await tasks.SucceedAsync(running[0]);
            running.RemoveAt(0);
            running.AddRange(await ClaimAsync([.. running]));
        }

        Assert.Equal(heavy, Assert.Single(running).TaskId);
    }

    /// <summary>I22, where each task of the flood takes half of the worker.</summary>
    [Fact]
    public async Task A_flood_of_heavy_tasks_delays_another_projects_task_by_what_runs()
    {
        await tasks.CreateManyAsync(tasks.New() with { Needs = Light with { Slots = 2 }, MediaMs = 1000 }, 10_000);
        var running = await ClaimAsync();
        Assert.Equal(2, running.Count);
        var other = new ProjectId(Ids.New());
        var single = (await tasks.CreateAsync(tasks.New(other) with { Needs = Light })).TaskId;
        turns.Arrived(other);

        // One slot of the next two is its own; the flood's next waits for another.
        Assert.Equal([single], await ClaimedAsync(running[1]));
    }

    [Fact]
    public async Task Nothing_is_kept_free_for_a_project_that_may_not_run_another()
    {
        var running = await RunningAsync(Light with { Slots = 2 });
        await tasks.SetQueueAsync(new QueueSettings { RunningLimit = 1 });
        await CreateAsync(Light with { Slots = 3 });
        var other = new ProjectId(Ids.New());
        var others = (await tasks.CreateAsync(tasks.New(other) with { Needs = Light })).TaskId;

        Assert.Equal([others], await ClaimedAsync(running));
    }

    [Fact]
    public async Task Where_the_disk_is_too_small_for_a_task_other_projects_go_on()
    {
        await CreateAsync(Light with { DiskMib = 1001 });
        await CreateAsync(Light);
        var other = new ProjectId(Ids.New());
        var others = (await tasks.CreateAsync(tasks.New(other) with { Needs = Light })).TaskId;

        Assert.Equal([others], await ClaimedAsync());
        Assert.Equal(2, (await ClaimAsync(new RenderNeeds(4, 1000, 2000))).Count);
    }

    [Fact]
    public async Task A_lost_task_is_taken_over_with_what_it_needs_and_before_all_others()
    {
        var running = await RunningAsync(Light with { Slots = 2 });
        var lost = Assert.Single(await LoseAsync(Light with { Slots = 3 }));
        var light = await CreateAsync(Light);

        Assert.Empty(await ClaimAsync(running));

        var taken = await ClaimAsync();
        Assert.Equal([lost, light], taken.Select(lease => lease.TaskId));
        Assert.Equal((3, 2), (taken[0].Needs.Slots, taken[0].Attempt));
    }

    [Fact]
    public async Task A_lost_task_that_no_disk_holds_keeps_nobody()
    {
        var lost = await LoseAsync(Light with { DiskMib = 1001 }, Light);
        var light = await CreateAsync(Light);

        Assert.Equal([lost[1], light], await ClaimedAsync());
    }

    [Fact]
    public async Task A_released_task_needs_what_it_was_created_with()
    {
        var needs = new RenderNeeds(2, 300, 400);
        var held = await tasks.CreateAsync(tasks.New() with { Needs = needs, IsHeld = true });
        await tasks.ReleaseAsync(held.TaskId);

        Assert.Equal(needs, Assert.Single(await ClaimAsync()).Needs);
    }

    /// <summary>A cancel leaves the entry to the claim that keeps it, and that claim had no room for it.</summary>
    [Fact]
    public async Task What_was_cancelled_under_a_claim_keeps_others_for_one_claim_at_most()
    {
        var cancelled = await CreateAsync(Light with { DiskMib = 1001 });
        var light = await CreateAsync(Light);
        await tasks.CancelUnderAClaimAsync(cancelled);
        await ClaimAsync();

        Assert.Equal([light], await ClaimedAsync());
        Assert.Equal((0, 1), await tasks.CountWaitingAndRunningAsync());
    }

    /// <summary>Two slots of one process ask at the same time, each in a claim that does not know of the other's end.</summary>
    [Fact]
    public async Task Slots_hold_what_they_took_until_their_attempt_has_ended()
    {
        var reservations = new Reservations(new() { Slots = 2, MemoryMib = 1000 });
        var claims = tasks.Claims(reservations);
        for (var i = 0; i < 3; i++)
            await CreateAsync(Light with { MemoryMib = 600 });
        using var second = reservations.Open();
        using (var first = reservations.Open())
        {
            Assert.NotNull(await claims.NextAsync(first));
            Assert.Equal((1, 400), (reservations.Room.Left.Slots, reservations.Room.Left.MemoryMib));
            Assert.Null(await claims.NextAsync(second));
        }

        Assert.NotNull(await claims.NextAsync(second));
    }

    private async Task<TaskId> CreateAsync(RenderNeeds needs) =>
        (await tasks.CreateAsync(tasks.New() with { Needs = needs })).TaskId;

    private async Task<Lease> RunningAsync(RenderNeeds needs)
    {
        var task = await CreateAsync(needs);
        var claimed = await tasks.ClaimAsync();
        Assert.Equal(task, claimed.TaskId);
        return claimed;
    }

    /// <summary>Their worker took them and was not heard of again.</summary>
    private async Task<IReadOnlyList<TaskId>> LoseAsync(params RenderNeeds[] needs)
    {
        foreach (var one in needs)
            await CreateAsync(one);
        var lost = await tasks.ClaimAsync(ClaimRoom.ForAny(needs.Length), length: StoredTasks.Passed);
        return [.. lost.Select(lease => lease.TaskId)];
    }

    private async Task<IEnumerable<TaskId>> ClaimedAsync(params Lease[] running) =>
        (await ClaimAsync(running)).Select(lease => lease.TaskId);

    /// <summary>As much as fits beside what runs.</summary>
    private Task<IReadOnlyList<Lease>> ClaimAsync(params Lease[] running) => ClaimAsync(Worker, running);

    private Task<IReadOnlyList<Lease>> ClaimAsync(RenderNeeds whole, params Lease[] running)
    {
        var room = running.Aggregate(new WorkerRoom(whole, whole), (left, lease) => left.With(lease.Needs));
        return tasks.ClaimAsync(new ClaimRoom((int)whole.Slots - running.Length, room), turns);
    }
}

public sealed class SqlitePlacementSpecs() : PlacementSpecs(SqlDialect.Sqlite);

public sealed class PostgresPlacementSpecs() : PlacementSpecs(SqlDialect.Postgres);
