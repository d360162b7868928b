using Npgsql;

namespace Cutroom.Bench.Queue;

/// <summary>Tasks created, claimed and ended, while one idle transaction keeps every dead row alive: the queue's hardest case.</summary>
internal static class PinnedBench
{
    private const int Workers = 8;
    private const int Backlog = 200;

    public static async Task<IReadOnlyList<Figure>> RunAsync(bool isQuick)
    {
        await using var queue = await CutroomPeer.StartAsync();
        await Load.RunAsync(Workers, Backlog, _ => queue.CreateAsync());
        var (healthyFor, pinnedFor, last) = isQuick ? (5, 10, 3) : (20, 60, 15);
        await RateAsync(queue, 3, 3);
        var healthy = await RateAsync(queue, healthyFor, healthyFor);

        await using var pin = new NpgsqlConnection(queue.ConnectionString);
        await pin.OpenAsync();
        await using var transaction = await pin.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await using (var look = new NpgsqlCommand("select count(*) from editing_queues", pin, transaction))
            await look.ExecuteScalarAsync();
        var pinned = await RateAsync(queue, pinnedFor, last);
        return
        [
            new("create, claim and end, healthy", healthy, "tasks/s"),
            new($"the last {last} of {pinnedFor} s under an old snapshot", pinned, "tasks/s"),
            new("under an old snapshot, of healthy", pinned / healthy, "x", AtLeast: 0.5),
        ];
    }

    /// <returns>Tasks a second, over the last part of the time.</returns>
    private static async Task<double> RateAsync(CutroomPeer queue, int seconds, int last)
    {
        var (clock, done) = (TimeProvider.System, 0);
        var working = Load.ForAsync(
            Workers,
            TimeSpan.FromSeconds(seconds),
            async () =>
            {
                await queue.CreateAsync();
                if (await queue.ClaimAsync() is { } lease && await queue.EndAsync(lease))
                    Interlocked.Increment(ref done);
            }
        );
        await Task.Delay(TimeSpan.FromSeconds(seconds - last), clock);
        var (before, since) = (Volatile.Read(ref done), clock.GetTimestamp());
        await working;
        return (done - before) / clock.GetElapsedTime(since).TotalSeconds;
    }
}
