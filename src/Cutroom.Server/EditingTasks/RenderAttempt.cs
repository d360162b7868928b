using System.Data.Common;
using System.Diagnostics;
using Cutroom.Rendering;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Sources;
using Cutroom.Rendering.Timelines;
using Cutroom.Server.Assets;
using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>
/// One attempt, from the claim to its end: frozen inputs, plan, render, then its outcome. All it writes is in a folder of its own
/// until the bytes are published, and the store takes its word only while the lease is its own (I3, I4).
/// </summary>
internal sealed partial class RenderAttempt(
    Database database,
    MediaFiles files,
    AttemptFolders folders,
    Renderer renderer,
    RenderOutcome outcome,
    QueueOptions options,
    TimeProvider time,
    ILogger<RenderAttempt> log
)
{
    /// <param name="claimedAt">Timestamp taken before the claim was sent.</param>
    /// <param name="cut">The worker must stop now: the task is handed back.</param>
    /// <returns>The length of what was rendered; null where nothing was.</returns>
    public async Task<MediaTime?> RunAsync(Lease lease, long claimedAt, CancellationToken cut)
    {
        LogStarted(log, lease.TaskId, lease.Attempt);
        var folder = folders.PathOf(lease);
        await using var keeper = new LeaseKeeper(database, lease, claimedAt, options, time, log);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(keeper.Lost, cut);
        try
        {
            Directory.CreateDirectory(folder);
            return await CarryOutAsync(lease, folder, keeper, stop.Token);
        }
        catch (OperationCanceledException) when (cut.IsCancellationRequested)
        {
            await outcome.HandBackAsync(lease);
        }
        catch (OperationCanceledException) when (keeper.Lost.IsCancellationRequested)
        {
            LogLost(log, lease.TaskId, lease.Attempt);
        }
        catch (DbException exception)
        {
            // What the store did last is not known. The row tells whoever comes after the lease.
            LogStoreFailed(log, lease.TaskId, lease.Attempt, exception);
        }
        catch (MediaUnavailableException exception)
        {
            // The attempt is not to blame: it is given back, and the worker waits for the store.
            LogNoMedia(log, lease.TaskId, lease.Attempt, exception);
            await outcome.HandBackAsync(lease);
        }
        catch (Exception exception)
        {
            LogBug(log, lease.TaskId, lease.Attempt, exception);
            await outcome.RetryAsync(lease, EditingTaskFailure.Bug);
        }
        finally
        {
            folders.Remove(folder);
        }

        return null;
    }

    private async Task<MediaTime?> CarryOutAsync(Lease lease, string folder, LeaseKeeper keeper, CancellationToken stop)
    {
        var work = await database.ReadAsync(session => FrozenWork.LoadAsync(session, lease), stop);
        if (await OpenAsync(lease, work, stop) is not { } sources)
        {
            await outcome.FailAsync(lease, EditingTaskFailure.InputVanished);
            return null;
        }

        var result = await renderer.PlanAsync(work.Timeline, sources, stop) switch
        {
            PlanResult.Planned(var plan) => await RenderAsync(lease, plan, folder, keeper, stop),
            PlanResult.Refused(var failure) => new RenderResult.Failed(failure),
            _ => throw new UnreachableException(),
        };
        // From here on the task ends or is released: no renewal may come after that.
        await keeper.StopAsync();
        if (result is RenderResult.Rendered rendered)
        {
            await outcome.PublishAsync(lease, rendered, stop);
            return rendered.Report.Duration;
        }

        if (
            result is RenderResult.Failed { Failure.Kind: RenderFailureKind.SourceUnavailable }
            && !await files.AnswersAsync(stop)
        )
            await outcome.HandBackAsync(lease);
        else if (result is RenderResult.Failed(var failure))
            await outcome.FailOrRetryAsync(lease, failure, work.NameOf(failure.SourceIndex));
        return null;
    }

    /// <returns>Null where one is gone.</returns>
    private async Task<IReadOnlyList<MediaSource>?> OpenAsync(Lease lease, FrozenWork work, CancellationToken stop)
    {
        var sources = new List<MediaSource>();
        foreach (var source in work.Sources)
        {
            if (source is null || await files.OpenAsync(lease.ProjectId, source, stop) is not { } opened)
                return null;
            sources.Add(opened);
        }

        return sources;
    }

    private async Task<RenderResult> RenderAsync(
        Lease lease,
        RenderPlan plan,
        string folder,
        LeaseKeeper keeper,
        CancellationToken stop
    )
    {
        await database.WriteAsync(session => EditingTaskDocuments.SavePlanAsync(session, lease, plan.ToJson()), stop);
        return await renderer.RunAsync(plan, folder, keeper, stop);
    }

    [LoggerMessage(LogLevel.Information, "Task {Task}: attempt {Attempt} starts")]
    private static partial void LogStarted(ILogger log, TaskId task, int attempt);

    [LoggerMessage(LogLevel.Warning, "Task {Task}: attempt {Attempt} stopped, its lease could not be kept")]
    private static partial void LogLost(ILogger log, TaskId task, int attempt);

    [LoggerMessage(LogLevel.Error, "Task {Task}: the store failed in attempt {Attempt}; the lease will pass")]
    private static partial void LogStoreFailed(ILogger log, TaskId task, int attempt, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Task {Task}: attempt {Attempt} stopped, the media store does not answer")]
    private static partial void LogNoMedia(ILogger log, TaskId task, int attempt, Exception exception);

    [LoggerMessage(LogLevel.Error, "Task {Task}: attempt {Attempt} met a bug")]
    private static partial void LogBug(ILogger log, TaskId task, int attempt, Exception exception);
}
