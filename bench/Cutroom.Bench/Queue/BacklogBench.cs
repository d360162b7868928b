using Cutroom.Server.EditingTasks;

namespace Cutroom.Bench.Queue;

/// <summary>What a claim and a page cost as the backlog grows, and what a flood of one project costs another's task.</summary>
internal static class BacklogBench
{
    private const int Small = 1_000;
    private const int Turns = 400;
    private const int Slots = 16;

    public static async Task<IReadOnlyList<Figure>> RunAsync(bool isQuick)
    {
        var large = isQuick ? 50_000 : 1_000_000;
        await using var few = await CutroomPeer.StartAsync();
        await using var many = await CutroomPeer.StartAsync();
        await FillAsync(few, Small);
        await FillAsync(many, large);

        var claims = await InTurnsAsync(() => few.ClaimAsync(), () => many.ClaimAsync());
        var depth = large / 5 * 2;
        var pages = await InTurnsAsync(() => PageAsync(many, 0), () => PageAsync(many, depth));
        return
        [
            new($"claim, {Small} waiting, p50", claims.First, "ms"),
            new($"claim, {large} waiting, p50", claims.Second, "ms"),
            new("claim, large backlog of small", claims.Second / claims.First, "x", AtMost: 1.2),
            new("page 1, p50", pages.First, "ms"),
            new($"page at row {depth} of {large}, p50", pages.Second, "ms"),
            new("page, deep of first", pages.Second / pages.First, "x", AtMost: 1.5),
            new(
                $"tasks of a flood of 10000 before another's, {Slots} slots",
                await FloodAsync(many),
                "tasks",
                AtMost: Slots
            ),
        ];
    }

    /// <returns>How many tasks of the flood were claimed after another project's task was accepted, before it was claimed.</returns>
    private static async Task<double> FloodAsync(CutroomPeer queue)
    {
        var other = await queue.AddProjectAsync();
        using var over = new CancellationTokenSource();
        var (claimed, before, accepted) = (0, -1, int.MaxValue);
        var slots = Enumerable
            .Range(0, Slots)
            .Select(_ =>
                Task.Run(async () =>
                {
                    while (!over.IsCancellationRequested && await queue.ClaimAsync() is { } lease)
                    {
                        if (lease.ProjectId == other)
                            before = Volatile.Read(ref claimed);
                        else
                            Interlocked.Increment(ref claimed);
                        await queue.EndAsync(lease);
                    }
                })
            )
            .ToList();
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        await queue.CreateAsync(other);
        accepted = Volatile.Read(ref claimed);
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        await over.CancelAsync();
        await Task.WhenAll(slots);
        return before < 0 ? double.PositiveInfinity : Math.Max(0, before - accepted);
    }

    private static Task<object> PageAsync(CutroomPeer queue, int offset) =>
        queue.Database.ReadAsync<object>(
            async session => await ListEditingTasks.ReadAsync(session, queue.Project, null, offset, limit: 10),
            CancellationToken.None
        );

    /// <summary>Alternating, so that what else the machine does falls on both.</summary>
    private static async Task<(double First, double Second)> InTurnsAsync<T>(Func<Task<T>> first, Func<Task<T>> second)
    {
        var (clock, took) = (TimeProvider.System, (First: new List<double>(), Second: new List<double>()));
        for (var turn = -20; turn < Turns; turn++)
        {
            foreach (var (work, list) in new[] { (first, took.First), (second, took.Second) })
            {
                var started = clock.GetTimestamp();
                await work();
                if (turn >= 0)
                    list.Add(clock.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        return (Percentiles.Of(took.First, 50), Percentiles.Of(took.Second, 50));
    }

    /// <summary>Waiting tasks, written as create writes them but for their texts.</summary>
    private static async Task FillAsync(CutroomPeer queue, int count)
    {
        await queue.CreateAsync();
        await queue.Database.WriteAsync(
            session =>
                session.ExecuteAsync(
                    """
                    insert into editing_tasks
                        (project_id, task_id, number, asset_id, status, created_ms, progress, attempt, attempts_left)
                    select @project, md5(number::text), number, md5(number::text), 'WAITING', 1, 0, 0, 3
                    from generate_series(2, @count) number;
                    insert into editing_task_queue (project_id, rank, number, task_id, media_ms)
                    select @project, 4, number, md5(number::text), 5000 from generate_series(2, @count) number
                    """,
                    new { project = queue.Project.Value, count = (long)count }
                ),
            CancellationToken.None
        );
        foreach (var table in new[] { "editing_tasks", "editing_task_queue" })
            await queue.Database.ReadAsync(
                session => session.ExecuteAsync($"vacuum analyze {table}"),
                CancellationToken.None
            );
    }
}
