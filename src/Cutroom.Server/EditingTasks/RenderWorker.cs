using Cutroom.Server.Nodes;
using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>
/// Takes tasks and carries them out, as many at a time as there are slots, fewer where tasks hold several of them. Told to stop, it takes no
/// more, lets its renders go on for the drain time, then hands them back.
/// </summary>
internal sealed partial class RenderWorker : BackgroundService
{
    /// <summary>Names this process in the leases it holds; a restarted process is another worker.</summary>
    private readonly string owner = $"{Environment.MachineName}/{Environment.ProcessId}/{Ids.New()}";

    private readonly AttemptFolders folders;
    private readonly RenderAttempt attempt;
    private readonly QueueSignal signal;
    private readonly WorkerState state;
    private readonly QueueOptions options;
    private readonly TimeProvider time;
    private readonly ILogger log;

    private readonly SharedClaims claims;

    public RenderWorker(
        Database database,
        AttemptFolders folders,
        RenderAttempt attempt,
        QueueSignal signal,
        WorkerState state,
        QueueOptions options,
        TimeProvider time,
        ILogger<RenderWorker> log
    )
    {
        (this.folders, this.attempt, this.signal, this.options) = (folders, attempt, signal, options);
        (this.state, this.time, this.log) = (state, time, log);
        claims = new(database, owner, options, signal, state.Reservations, time);
    }

    /// <summary>Claims one task and carries it out.</summary>
    /// <param name="cut">Ends the render; the task is handed back.</param>
    /// <returns>False where there was nothing to take.</returns>
    public async Task<bool> RunOnceAsync(CancellationToken cut)
    {
        state.Reservations.DiskMib = folders.FreeMib();
        state.Obstacle = await folders.ObstacleAsync(cut);
        if (state.Obstacle is not null)
            return false;
        var claimedAt = time.GetTimestamp();
        using var slot = state.Reservations.Open();
        var lease = await claims.NextAsync(slot);
        if (lease is null)
            return false;

        // There may be more for the next idle slot.
        signal.Ring();
        if (await attempt.RunAsync(lease, claimedAt, cut) is { } media)
            state.Rendered(media, time.GetElapsedTime(claimedAt));
        return true;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, options.Slots).Select(_ => WorkAsync(stoppingToken)));

    /// <summary>One slot, until it is told to stop and its task has ended or was handed back.</summary>
    public async Task WorkAsync(CancellationToken stopping)
    {
        using var cut = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var drain = stopping.Register(() => cut.CancelAfter(options.Drain));
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                if (!await TryOnceAsync(cut.Token))
                    await signal.WaitAsync(stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to stop while it waited.
        }
    }

    /// <returns>False also where the store or the media failed: the next ring tries again.</returns>
    private async Task<bool> TryOnceAsync(CancellationToken cut)
    {
        try
        {
            return await RunOnceAsync(cut);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cut.IsCancellationRequested)
        {
            LogCannotClaim(log, exception);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "No task could be taken; trying again")]
    private static partial void LogCannotClaim(ILogger log, Exception exception);
}
