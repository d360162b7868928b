using Cutroom.Server.Assets;
using Cutroom.Server.Events;
using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>
/// The one place every change of a task's state passes, in the transaction that makes it: whatever is to be written beside the change
/// is written here. Claims and renewals are not among them; they change nothing a caller is told of.
/// </summary>
internal static class EditingTaskChanges
{
    /// <summary>Called after the guards were passed, by create, release, cancel, and the ends of attempts; once for a group.</summary>
    public static async Task RecordAsync(DbSession session, IReadOnlyList<EditingTaskChange> changes)
    {
        if (changes.Count == 0)
            return;
        foreach (var status in new[] { EditingTaskStatus.Cancelled, EditingTaskStatus.Failed })
        {
            var withdrawn = changes.Where(change => change.Status == status).ToList();
            if (withdrawn.Count > 0)
                await AssetStore.WithdrawOutputsAsync(
                    session,
                    withdrawn.Select(change => (change.ProjectId, change.AssetId)),
                    status == EditingTaskStatus.Failed ? AssetStatus.Failed : AssetStatus.Cancelled
                );
        }

        await EventStore.RecordAsync(session, [.. changes.Select(change => change.Event).OfType<TaskEvent>()]);
        await AuditLog.WriteAsync(
            session,
            changes.Select(change => new AuditEntry(change.ProjectId, change.By, change.TaskId.Value))
        );
    }
}

/// <summary>A task entered a status, or, where it was WAITING before, was released.</summary>
/// <param name="AssetId">Its output.</param>
internal sealed record EditingTaskChange(
    ProjectId ProjectId,
    TaskId TaskId,
    AssetId AssetId,
    EditingTaskStatus Status,
    Actor By
)
{
    /// <summary>Why it failed; null unless it did.</summary>
    public EditingTaskFailure? Failure { get; init; }

    /// <summary>What is told of it outside; null where nothing is.</summary>
    public TaskEvent? Event =>
        Status switch
        {
            EditingTaskStatus.Succeeded => TaskEvent.Succeeded(ProjectId, TaskId, AssetId),
            EditingTaskStatus.Failed when Failure is not null => TaskEvent.Failed(ProjectId, TaskId, AssetId, Failure),
            EditingTaskStatus.Cancelled => TaskEvent.Cancelled(ProjectId, TaskId, AssetId),
            _ => null,
        };
}
