using System.Globalization;
using System.Threading.Channels;
using Cutroom.Server.Nodes;
using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>
/// Carries the ring of <see cref="QueueSignal"/> between processes that share a database which can. At most one notice per interval and
/// process: a notice with every create would cost creators more than the creates. Only a hint; workers poll as well.
/// </summary>
/// <remarks>
/// A notice says which part of the workers is to look: of a thousand that are idle, all but a few would find that the task is taken.
/// </remarks>
internal sealed partial class QueueNotices(
    Database database,
    QueueSignal signal,
    TimeProvider time,
    ILogger<QueueNotices> log
) : BackgroundService
{
    /// <summary>Between two notices of a process.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private const string Topic = "cutroom_queue";

    /// <summary>Where there are no more workers, all look.</summary>
    private const int LeastCalled = 16;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> changes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private int claimable;
    private (long At, int Count)? workers;

    /// <summary>Called by verbs that change the queue from outside a server: all look.</summary>
    public static Task TellAsync(Database database, CancellationToken cancellation) =>
        database.TellAsync(Topic, "", cancellation);

    /// <summary>Which part of the workers is to look, 0 to 1.</summary>
    /// <param name="claimable">Tasks since the last notice. Twice as many workers: about half may be busy.</param>
    public static double PartFor(int claimable, int workers) =>
        Math.Min(1, (double)Math.Max(LeastCalled, 2 * claimable) / Math.Max(1, workers));

    /// <param name="notice">A part, or nothing for all.</param>
    /// <param name="draw">0 to 1.</param>
    public static bool IsCalled(string notice, double draw) =>
        !double.TryParse(notice, CultureInfo.InvariantCulture, out var part) || draw < part;

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        signal.Changed += () =>
        {
            Interlocked.Increment(ref claimable);
            changes.Writer.TryWrite(true);
        };
        return Task.WhenAll(
            RepeatAsync(TellChangesAsync, stoppingToken),
            RepeatAsync(stop => database.ListenAsync(Topic, Hear, stop), stoppingToken)
        );
    }

    private async Task TellChangesAsync(CancellationToken stop)
    {
        await foreach (var _ in changes.Reader.ReadAllAsync(stop))
        {
            var part = PartFor(Interlocked.Exchange(ref claimable, 0), await CountWorkersAsync(stop));
            await database.TellAsync(Topic, part.ToString(CultureInfo.InvariantCulture), stop);
            await Task.Delay(Interval, time, stop);
        }
    }

    private void Hear(string notice)
    {
        if (IsCalled(notice, Random.Shared.NextDouble()))
            signal.Ring();
    }

    /// <summary>Counted as often as they beat.</summary>
    private async Task<int> CountWorkersAsync(CancellationToken stop)
    {
        if (workers is not var (at, count) || time.GetElapsedTime(at) > NodeHeartbeat.Interval)
        {
            count = await database.ReadAsync(
                session => NodeStore.CountWorkersAsync(session, NodeHeartbeat.Silent),
                stop
            );
            workers = (time.GetTimestamp(), count);
        }

        return count;
    }

    private async Task RepeatAsync(Func<CancellationToken, Task> work, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await work(stop);
                return;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailed(log, exception);
                await Task.Delay(Pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Notices between processes failed; workers poll until they work again")]
    private static partial void LogFailed(ILogger log, Exception exception);
}
