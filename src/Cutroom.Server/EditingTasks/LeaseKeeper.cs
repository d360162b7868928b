using Cutroom.Rendering;
using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>
/// Keeps a lease while its render runs: renews it, carries progress into the store, and says when it is lost, which must end the
/// render. It counts as lost as soon as it cannot be proved held: by a shorter deadline than the store's, on this process's clock.
/// </summary>
internal sealed partial class LeaseKeeper : IProgress<RenderProgress>, IAsyncDisposable
{
    /// <summary>Progress is written at most this often.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly Database database;
    private readonly Lease lease;
    private readonly QueueOptions options;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly PeriodicTimer timer;
    private readonly CancellationTokenSource done = new();
    private readonly CancellationTokenSource lost;
    private readonly Task loop;
    private volatile RenderProgress? latest;

    /// <param name="claimedAt">Timestamp of <paramref name="time"/> taken before the claim was sent.</param>
    public LeaseKeeper(
        Database database,
        Lease lease,
        long claimedAt,
        QueueOptions options,
        TimeProvider time,
        ILogger log
    )
    {
        (this.database, this.lease, this.options, this.time, this.log) = (database, lease, options, time, log);
        lost = new CancellationTokenSource(Remaining(claimedAt), time);
        timer = new(options.RenewEvery < Tick ? options.RenewEvery : Tick, time);
        loop = KeepAsync(claimedAt);
    }

    /// <summary>Fires once the lease is lost.</summary>
    public CancellationToken Lost => lost.Token;

    public void Report(RenderProgress value) => latest = value;

    /// <summary>No more renewals: what follows ends the task, or nothing does. May be called again.</summary>
    public Task StopAsync()
    {
        done.Cancel();
        timer.Dispose(); // ends the wait for the next tick
        return loop;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        done.Dispose();
        lost.Dispose();
    }

    private async Task KeepAsync(long renewedAt)
    {
        RenderProgress? written = null;
        try
        {
            while (await timer.WaitForNextTickAsync())
            {
                var progress = latest;
                if (ReferenceEquals(progress, written) && time.GetElapsedTime(renewedAt) < options.RenewEvery)
                    continue;

                var asked = time.GetTimestamp();
                switch (await RenewAsync(progress))
                {
                    case Renewal.Granted:
                        (renewedAt, written) = (asked, progress);
                        lost.CancelAfter(Remaining(asked));
                        break;
                    case Renewal.Refused:
                        LogLost(log, lease.TaskId, lease.Attempt);
                        lost.Cancel();
                        return;
                    case Renewal.Unknown:
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            // Stopped before the renewal was sent: the render is over.
        }
    }

    private async Task<Renewal> RenewAsync(RenderProgress? progress)
    {
        try
        {
            // 100 is said by the success alone.
            var percent = (int)Math.Clamp((progress?.Fraction ?? 0) * 100, 0, 99);
            return await database.WriteAsync(
                session => LeaseStore.RenewAsync(session, lease, options.Lease, percent, progress?.Phase),
                done.Token
            )
                ? Renewal.Granted
                : Renewal.Refused;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogUnknown(log, lease.TaskId, exception);
            return Renewal.Unknown;
        }
    }

    private TimeSpan Remaining(long since)
    {
        var remaining = options.LocalDeadline - time.GetElapsedTime(since);
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }

    private enum Renewal
    {
        Granted,
        Refused,

        /// <summary>The store did not answer; the next tick asks again, until the local deadline.</summary>
        Unknown,
    }

    [LoggerMessage(LogLevel.Warning, "Task {Task}: the lease of attempt {Attempt} is lost; its render is stopped")]
    private static partial void LogLost(ILogger log, TaskId task, int attempt);

    [LoggerMessage(LogLevel.Warning, "Task {Task}: the lease could not be renewed, trying again")]
    private static partial void LogUnknown(ILogger log, TaskId task, Exception exception);
}
