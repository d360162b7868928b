using System.Globalization;
using Cutroom.Rendering.Planning;
using Cutroom.Server.EditingTasks;
using Cutroom.Server.Nodes;
using Cutroom.Server.Storage;
using Cutroom.Wire.EditingTasks;
using Xunit;

namespace Cutroom.Server.Tests.EditingTasks;

/// <summary>Why a task waits and until when, as its caller is told, on each engine.</summary>
public abstract class WaitReasonSpecs : IAsyncLifetime
{
    /// <summary>Planned output of each task; at the speed below it takes a slot 1000 s.</summary>
    private const long MediaMs = 2_000_000;

    private const long Speed = 2_000;

    private static readonly WorkingNode Usual = new(Idle(slots: 2), Speed, null);

    private readonly SqlDialect dialect;
    private StoredTasks tasks = null!; // started before each test

    private protected WaitReasonSpecs(SqlDialect dialect) => this.dialect = dialect;

    public async ValueTask InitializeAsync() => tasks = await StoredTasks.StartAsync(dialect);

    public ValueTask DisposeAsync() => tasks.DisposeAsync();

    [Fact]
    public async Task Where_nobody_renders_it_waits_for_a_worker()
    {
        var task = await CreateAsync();
        await tasks.BeatAsync("api", Usual, role: "api");
        await tasks.BeatAsync("dead", Usual);
        await tasks.SilenceAsync("dead", NodeHeartbeat.Silent);

        Assert.Equal("WORKER", (await tasks.ShownAsync(task)).WaitsFor);
        await tasks.BeatAsync("other", Usual);
        Assert.Equal("TURN", (await tasks.ShownAsync(task)).WaitsFor);
    }

    [Theory]
    [InlineData("DISK")]
    [InlineData("MEDIA")]
    public async Task Where_no_worker_may_take_anything_it_says_why(string obstacle)
    {
        var task = await CreateAsync();
        await tasks.BeatAsync("one", Usual with { Obstacle = obstacle });

        Assert.Equal((obstacle, null), Of(await tasks.ShownAsync(task)));
        await tasks.BeatAsync("other", Usual);
        Assert.Equal("TURN", (await tasks.ShownAsync(task)).WaitsFor);
    }

    [Theory]
    [InlineData(3, 1, 1, "SLOTS")]
    [InlineData(1, 600, 1, "MEMORY")]
    [InlineData(1, 1, 600, "DISK")]
    [InlineData(3, 600, 600, "DISK")]
    [InlineData(2, 500, 500, "TURN")]
    public async Task The_next_task_says_what_no_worker_has_left(int slots, int memory, int disk, string reason)
    {
        var next = await CreateAsync(Has(slots, memory, disk));
        var behind = await CreateAsync(Has(slots, memory, disk));
        await tasks.BeatAsync("half", Usual with { Room = new(Has(4), Has(2, 500, 500)) });
        await tasks.BeatAsync("full", Usual with { Room = new(Has(4), Has(0, 0, 0)) });
        // It has room and takes nothing.
        await tasks.BeatAsync("mute", Usual with { Obstacle = "MEDIA", Room = Idle(slots: 9) });

        Assert.Equal(reason, (await tasks.ShownAsync(next)).WaitsFor);
        Assert.Equal("TURN", (await tasks.ShownAsync(behind)).WaitsFor);
        await tasks.BeatAsync("idle", Usual);
        Assert.Equal("TURN", (await tasks.ShownAsync(next)).WaitsFor);
    }

    [Fact]
    public async Task What_is_before_it_is_worked_off_by_all_slots_and_itself_by_one()
    {
        var first = await CreateAsync();
        await CreateAsync();
        var third = await CreateAsync();
        await tasks.BeatAsync("one", Usual);
        await tasks.BeatAsync("other", Usual);
        // It takes nothing, so it does not count.
        await tasks.BeatAsync("full", Usual with { Obstacle = "DISK" });

        AssertSeconds(await tasks.ShownAsync(first), 0, 1000);
        AssertSeconds(await tasks.ShownAsync(third), 500, 1500);
    }

    [Fact]
    public async Task What_runs_counts_with_what_is_left_of_it()
    {
        await CreateAsync();
        var lease = await tasks.ClaimAsync();
        await tasks.RenewAsync(lease, progress: 80);
        var next = await CreateAsync();
        await tasks.BeatAsync("one", Usual);

        AssertSeconds(await tasks.ShownAsync(next), 100, 1100);
    }

    [Fact]
    public async Task A_project_has_its_share_of_the_slots_and_no_more_than_its_limit()
    {
        await CreateAsync();
        var second = await CreateAsync();
        await tasks.CreateAsync(tasks.New(new(Ids.New())) with { MediaMs = MediaMs });
        await tasks.BeatAsync("one", Usual with { Room = Idle(slots: 8) });
        AssertSeconds(await tasks.ShownAsync(second), 250, 1250);

        await tasks.SetQueueAsync(new QueueSettings { Weight = 3 });
        AssertSeconds(await tasks.ShownAsync(second), 167, 1167);

        await tasks.SetQueueAsync(new QueueSettings { Weight = 3, RunningLimit = 1 });
        AssertSeconds(await tasks.ShownAsync(second), 1000, 2000);
    }

    [Fact]
    public async Task Nobody_guesses_where_nothing_was_rendered_or_nothing_may_run()
    {
        var task = await CreateAsync();
        await tasks.BeatAsync("one", Usual with { Speed = null });
        Assert.Equal(("TURN", null), Of(await tasks.ShownAsync(task)));

        await tasks.BeatAsync("one", Usual);
        await tasks.SetQueueAsync(new QueueSettings { IsPaused = true });
        Assert.Equal(("PAUSE", null), Of(await tasks.ShownAsync(task)));

        await tasks.SetQueueAsync(new QueueSettings { RunningLimit = 0 });
        Assert.Equal(("LIMIT", null), Of(await tasks.ShownAsync(task)));
    }

    private static WorkerRoom Idle(int slots) => new(Has(slots), Has(slots));

    private static RenderNeeds Has(int slots, int memory = 1000, int disk = 1000) => new(slots, memory, disk);

    private async Task<TaskId> CreateAsync(RenderNeeds? needs = null) =>
        (await tasks.CreateAsync(tasks.New() with { MediaMs = MediaMs, Needs = needs ?? RenderNeeds.Least })).TaskId;

    private static (string? WaitsFor, string? Start) Of(EditingTaskInfo task) =>
        (task.WaitsFor, task.EstimatedStartTime);

    /// <summary>From now on.</summary>
    private static void AssertSeconds(EditingTaskInfo task, int start, int end)
    {
        Assert.Equal(start, SecondsTo(task.EstimatedStartTime), tolerance: 20);
        Assert.Equal(end, SecondsTo(task.EstimatedEndTime), tolerance: 20);
    }

    private static double SecondsTo(string? time) =>
        (
            DateTimeOffset.Parse(Assert.IsType<string>(time), CultureInfo.InvariantCulture)
            - TimeProvider.System.GetUtcNow()
        ).TotalSeconds;
}

public sealed class SqliteWaitReasonSpecs() : WaitReasonSpecs(SqlDialect.Sqlite);

public sealed class PostgresWaitReasonSpecs() : WaitReasonSpecs(SqlDialect.Postgres);
