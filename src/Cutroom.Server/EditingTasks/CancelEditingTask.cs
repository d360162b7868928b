using Cutroom.Server.Access;
using Cutroom.Server.Assets;
using Cutroom.Server.Events;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.EditingTasks;

/// <summary>
/// Cancels a task that waits. The answer is given after the commit: 204 means no worker has started or will start it (I2); a refusal
/// means it was not waiting; a failing store means not known, and is never guessed (I8).
/// </summary>
internal static class CancelEditingTask
{
    public static async Task<NoContent> HandleAsync(
        HttpContext context,
        QueryValues query,
        Caller caller,
        Database database
    )
    {
        var task = EditingTaskQuery.TaskId(query);
        await database.WriteAsync(
            async session =>
            {
                var output =
                    await EditingTaskStore.CancelAsync(session, caller.ProjectId, task)
                    ?? throw await WhyNotAsync(session, caller.ProjectId, task);
                await AssetStore.WithdrawOutputAsync(session, caller.ProjectId, output, AssetStatus.Cancelled);
                await EventStore.RecordAsync(session, TaskEvent.Cancelled(caller.ProjectId, task, output));
                await AuditLog.WriteAsync(
                    session,
                    caller.ProjectId,
                    caller.UserId,
                    Permissions.DeleteEditTask.Action,
                    task.Value,
                    context.TraceIdentifier
                );
                return true;
            },
            context.RequestAborted
        );
        return TypedResults.NoContent();
    }

    /// <summary>Unknown and another project's are one answer (I15).</summary>
    private static async Task<Refusal> WhyNotAsync(DbSession session, ProjectId project, TaskId id) =>
        await EditingTaskStore.FindAsync(session, project, id) is { } task
        // A task that waits now was created after the statement above looked: at that moment it was unknown.
        && task.After(EditingTaskEvent.Cancelled) is null
            ? new Refusal(
                WireError.WrongState,
                $": the task is {task.Status.ToWire()}, only a WAITING task can be cancelled"
            )
            : new Refusal(WireError.UnknownResource);
}
