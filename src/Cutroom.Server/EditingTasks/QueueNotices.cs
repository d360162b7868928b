using System.Threading.Channels;
using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>
/// Carries the ring of <see cref="QueueSignal"/> between processes that share a database which can. At most one notice per interval and
/// process: a notice with every create would cost creators more than the creates. Only a hint; workers poll as well.
/// </summary>
internal sealed partial class QueueNotices(
    Database database,
    QueueSignal signal,
    TimeProvider time,
    ILogger<QueueNotices> log
) : BackgroundService
{
    private const string Topic = "cutroom_queue";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> changes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>Called by verbs that change the queue from outside a server.</summary>
    public static Task TellAsync(Database database, CancellationToken cancellation) =>
        database.TellAsync(Topic, cancellation);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        signal.Changed += () => changes.Writer.TryWrite(true);
        return Task.WhenAll(
            RepeatAsync(TellChangesAsync, stoppingToken),
            RepeatAsync(stop => database.ListenAsync(Topic, signal.Ring, stop), stoppingToken)
        );
    }

    private async Task TellChangesAsync(CancellationToken stop)
    {
        await foreach (var _ in changes.Reader.ReadAllAsync(stop))
        {
            await TellAsync(database, stop);
            await Task.Delay(Interval, time, stop);
        }
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
