using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.EditingTasks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.EditingTasks;

/// <summary>All tasks of the project, newest first, whichever user made them; or the one named.</summary>
internal static class ListEditingTasks
{
    // Source: VOD API reference, list editing tasks, query.
    private const int DefaultLimit = 10;
    private const int MaxLimit = 100;

    public static async Task<Ok<ListEditingTasksResponse>> HandleAsync(
        QueryValues query,
        Caller caller,
        Database database,
        CancellationToken cancellation
    )
    {
        var only = EditingTaskQuery.OptionalTaskId(query);
        var offset = query.Number("offset", ifAbsent: 0, least: 0, most: int.MaxValue);
        var limit = query.Number("limit", ifAbsent: DefaultLimit, least: 1, most: MaxLimit);

        return TypedResults.Ok(
            await database.ReadAsync(session => ReadAsync(session, caller.ProjectId, only, offset, limit), cancellation)
        );
    }

    public static async Task<ListEditingTasksResponse> ReadAsync(
        DbSession session,
        ProjectId project,
        TaskId? only,
        int offset,
        int limit
    )
    {
        var (total, tasks) = only is { } task
            ? await FindAsync(session, project, task, offset)
            : await PageAsync(session, project, offset, limit);
        var reasons = await WaitReasons.OfAsync(session, project, tasks);
        return new(total, [.. tasks.Select(found => InfoOf(found, reasons))]);
    }

    /// <summary>Counts first: a task created in between has a higher number and does not shift the page.</summary>
    private static async Task<(long Total, IReadOnlyList<EditingTask> Tasks)> PageAsync(
        DbSession session,
        ProjectId project,
        int offset,
        int limit
    )
    {
        var total = await EditingTaskStore.CountAsync(session, project);
        var tasks = await EditingTaskStore.ListAsync(session, project, from: total - offset, limit);
        return (total, tasks);
    }

    /// <summary>A filter, not a look-up: an unknown id gives an empty list.</summary>
    private static async Task<(long Total, IReadOnlyList<EditingTask> Tasks)> FindAsync(
        DbSession session,
        ProjectId project,
        TaskId task,
        int offset
    ) =>
        await EditingTaskStore.FindAsync(session, project, task) is not { } found ? (0, [])
        : offset > 0 ? (1, [])
        : (1, [found]);

    /// <param name="reasons">Null where nobody looked why tasks wait.</param>
    public static EditingTaskInfo InfoOf(EditingTask task, WaitReasons? reasons = null)
    {
        var (failed, place) = (task.Status == EditingTaskStatus.Failed, reasons?.PlaceOf(task));
        return new()
        {
            TaskId = task.TaskId.Value,
            AssetId = task.AssetId.Value,
            Status = task.Status.ToWire(),
            Progress = task.Progress,
            CreateTime = WireTime.Seconds(task.CreatedMs),
            EndTime = task.EndedMs is { } ended ? WireTime.Seconds(ended) : null,
            StartTime = task.StartedMs is { } started ? WireTime.Seconds(started) : null,
            Attempt = task.Attempt,
            Phase = task.Phase,
            Version = task.Version,
            Priority = task.Priority,
            WaitsFor = reasons?.ReasonOf(task),
            Position = place?.Position,
            EstimatedStartTime = place?.Forecast is var (start, _) ? WireTime.Seconds(start) : null,
            EstimatedEndTime = place?.Forecast is var (_, end) ? WireTime.Seconds(end) : null,
            // A retried fault is kept in the row for the operator; the caller is told what ended the task.
            ErrorCode = failed ? task.FailureCode : null,
            ErrorMessage = failed ? task.FailureMessage : null,
        };
    }
}
