using System.Diagnostics;
using System.Text.Json;
using Cutroom.Rendering;
using Cutroom.Server.Assets;
using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>
/// What becomes of an attempt: published, failed, tried again, or handed back. Each is one transaction whose guard is the lease; once
/// the lease is lost none of them changes anything (I4).
/// </summary>
internal sealed partial class RenderOutcome(
    Database database,
    MediaFiles files,
    Renderer renderer,
    QueueOptions options,
    ILogger<RenderOutcome> log
)
{
    /// <summary>Who the audit names where no caller acted.</summary>
    public static readonly UserId Worker = new("worker");

    /// <summary>
    /// Bytes first, flushed and under their final name, then the transaction that shows them (I3). A crash in between leaves a folder
    /// that no row names, for the sweep.
    /// </summary>
    public async Task PublishAsync(Lease lease, RenderResult.Rendered rendered, CancellationToken stop)
    {
        if (await renderer.ProbeOutputAsync(rendered, stop) is not ProbeResult.Probed(var media))
            throw new UnreachableException("A verified output can be probed.");
        var report = rendered.Report;
        var generation = new Generation(new(Ids.New()), rendered.MainFile, report.SizeBytes, report.Sha256);
        await files.PublishAsync(rendered.OutputFolder, lease.ProjectId, generation.Id, stop);

        var published = await WriteAsync(async session =>
        {
            if (!await LeaseStore.SucceedAsync(session, lease))
                return false;
            await AssetStore.PublishOutputAsync(session, lease.ProjectId, lease.AssetId, generation, media);
            var text = JsonSerializer.Serialize(report, StoredJson.Default.ConformanceReport);
            await EditingTaskDocuments.SaveReportAsync(session, lease, text);
            await RecordAsync(session, lease, EditingTaskStatus.Succeeded, "succeed");
            return true;
        });
        if (published)
            LogSucceeded(log, lease.TaskId, lease.Attempt);
        else
            await files.RemoveAsync(lease.ProjectId, generation.Id, CancellationToken.None);
    }

    /// <summary>Faults of the machine are tried again while attempts are left, faults of the input never (I6).</summary>
    /// <param name="input">How the request names the input at fault; null where it is none.</param>
    public Task FailOrRetryAsync(Lease lease, RenderFailure failure, string? input)
    {
        LogFailed(log, lease.TaskId, lease.Attempt, failure.Kind, failure.Message, string.Join('\n', failure.LogLines));
        var reason = EditingTaskFailure.Of(failure, input);
        return failure.IsRetryable ? RetryAsync(lease, reason) : FailAsync(lease, reason);
    }

    /// <summary>Releases the task for another attempt; fails it where none is left.</summary>
    public Task RetryAsync(Lease lease, EditingTaskFailure reason) =>
        WriteAsync(async session =>
            await LeaseStore.ReleaseForRetryAsync(session, lease, options.RetryDelayAfter(lease.Attempt), reason)
            || await FailAsync(session, lease, reason)
        );

    public Task FailAsync(Lease lease, EditingTaskFailure reason) =>
        WriteAsync(session => FailAsync(session, lease, reason));

    public async Task HandBackAsync(Lease lease)
    {
        if (await WriteAsync(session => LeaseStore.HandBackAsync(session, lease)))
            LogHandedBack(log, lease.TaskId, lease.Attempt);
    }

    private static async Task<bool> FailAsync(DbSession session, Lease lease, EditingTaskFailure reason)
    {
        if (!await LeaseStore.FailAsync(session, lease, reason))
            return false;
        await RecordAsync(session, lease, EditingTaskStatus.Failed, "fail", reason);
        return true;
    }

    private static Task RecordAsync(
        DbSession session,
        Lease lease,
        EditingTaskStatus status,
        string verb,
        EditingTaskFailure? failure = null
    )
    {
        var by = new Actor(Worker, $"editing-task:{verb}", lease.Owner);
        var change = new EditingTaskChange(lease.ProjectId, lease.TaskId, lease.AssetId, status, by);
        return EditingTaskChanges.RecordAsync(session, [change with { Failure = failure }]);
    }

    /// <summary>Carried through even while the process is told to stop: the end of an attempt is worth the wait.</summary>
    private Task<bool> WriteAsync(Func<DbSession, Task<bool>> work) =>
        database.WriteAsync(work, CancellationToken.None);

    [LoggerMessage(LogLevel.Information, "Task {Task}: attempt {Attempt} succeeded")]
    private static partial void LogSucceeded(ILogger log, TaskId task, int attempt);

    [LoggerMessage(LogLevel.Information, "Task {Task}: attempt {Attempt} handed back")]
    private static partial void LogHandedBack(ILogger log, TaskId task, int attempt);

    [LoggerMessage(LogLevel.Warning, "Task {Task}: attempt {Attempt} failed, {Kind}: {Message}\n{Lines}")]
    private static partial void LogFailed(
        ILogger log,
        TaskId task,
        int attempt,
        RenderFailureKind kind,
        string message,
        string lines
    );
}
