namespace Cutroom.Bench.Queue;

/// <summary>All benches of the queue, one after the other.</summary>
internal static class QueueBench
{
    public static async Task<IReadOnlyList<Figure>> RunAsync(bool isQuick) =>
        [
            .. await PeersBench.RunAsync(isQuick),
            .. await BacklogBench.RunAsync(isQuick),
            .. await PinnedBench.RunAsync(isQuick),
            .. await SignedCancelBench.RunAsync(isQuick),
        ];
}
