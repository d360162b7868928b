using Cutroom.Testing;

namespace Cutroom.Bench.Queue;

/// <summary>Create, cancel and tasks that do nothing, beside the libraries .NET services commonly use, in turns on one PostgreSQL.</summary>
internal static class PeersBench
{
    private const int Callers = 16;

    /// <summary>The runtime compiles what runs often once more, for some seconds after the start.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    public static async Task<IReadOnlyList<Figure>> RunAsync(bool isQuick)
    {
        var server = await PrivatePostgres.SharedAsync();
        await using var ours = await CutroomPeer.StartAsync();
        await using var hangfire = new HangfirePeer(await server.CreateDatabaseAsync());
        await using var quartz = await QuartzPeer.StartAsync(await server.CreateDatabaseAsync());
        var (few, many) = isQuick ? (200, 2_000) : (1_000, 20_000);

        var mine = await MeasureAsync(ours, many);
        var batches = await MeasureBatchesAsync(ours, many);
        var peers = new[] { await MeasureAsync(hangfire, few), await MeasureAsync(quartz, few) };
        // Before and after: what else the machine does falls on all alike.
        var again = await MeasureAsync(ours, many);
        mine = new(
            mine.Name,
            Math.Min(mine.Create, again.Create),
            Math.Min(mine.Cancel, again.Cancel),
            Math.Min(mine.Process, again.Process)
        );
        batches = Math.Min(batches, await MeasureBatchesAsync(ours, many));

        var figures = new List<Figure>
        {
            new("create", mine.Create, "tasks/s"),
            new("cancel", mine.Cancel, "tasks/s"),
            new("process", mine.Process, "tasks/s"),
            new("process in batches", batches, "tasks/s"),
        };
        foreach (var peer in peers)
        {
            figures.Add(new($"create, {peer.Name}", peer.Create, "tasks/s"));
            figures.Add(new($"cancel, {peer.Name}", peer.Cancel, "tasks/s"));
            figures.Add(new($"process, {peer.Name}", peer.Process, "tasks/s"));
            figures.Add(new("create, of that peer", mine.Create / peer.Create, "x", AtLeast: 10));
            figures.Add(new("cancel, of that peer", mine.Cancel / peer.Cancel, "x", AtLeast: 10));
            figures.Add(new("process, of that peer", mine.Process / peer.Process, "x", AtLeast: 10));
            figures.Add(new("process in batches, of that peer", batches / peer.Process, "x", AtLeast: 20));
        }

        return figures;
    }

    private static async Task<Rates> MeasureAsync(IPeerQueue peer, int count)
    {
        await Load.ForAsync(Callers, WarmUp, async () => await peer.CancelAsync(await peer.CreateAsync()));
        var ids = new string[count];
        var create = await Load.RunAsync(Callers, count, async number => ids[number] = await peer.CreateAsync());
        var cancelled = 0;
        var cancel = await Load.RunAsync(
            Callers,
            count / 2,
            async number =>
            {
                if (await peer.CancelAsync(ids[number]))
                    Interlocked.Increment(ref cancelled);
            }
        );
        if (cancelled != count / 2)
            throw new InvalidOperationException($"{peer.Name} cancelled {cancelled} of {count / 2} tasks.");
        var left = count - cancelled;
        var started = TimeProvider.System.GetTimestamp();
        await peer.ProcessAsync(left, Callers);
        var process = left / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        return new(peer.Name, create.PerSecond, cancel.PerSecond, process);
    }

    private static async Task<double> MeasureBatchesAsync(CutroomPeer ours, int count)
    {
        await Load.RunAsync(Callers, count, _ => ours.CreateAsync());
        var started = TimeProvider.System.GetTimestamp();
        await ours.ProcessInBatchesAsync(workers: 4);
        return count / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    private sealed record Rates(string Name, double Create, double Cancel, double Process);
}
