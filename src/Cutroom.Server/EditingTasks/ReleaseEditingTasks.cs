using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.EditingTasks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.EditingTasks;

/// <summary>Ours: tasks that were created held wait for a worker from the answer on, each in its old place.</summary>
internal static class ReleaseEditingTasks
{
    public static async Task<Ok<EditingTaskResults>> HandleAsync(
        HttpContext context,
        Caller caller,
        Database database,
        QueueSignal signal
    )
    {
        var tasks = EditingTaskQuery.TaskIds(await JsonBody.ReadAsync(context, WireJson.Default.EditingTaskIds));
        var by = new Actor(caller.UserId, Permissions.ReleaseEditTask.Action, context.TraceIdentifier);
        var refusals = await database.WriteAsync(
            session => ReleaseAsync(session, caller.ProjectId, tasks, by),
            context.RequestAborted
        );
        signal.Ring(caller.ProjectId);
        return TypedResults.Ok(EditingTaskQuery.ResultsOf(tasks.Zip(refusals), EditingTaskStatus.Waiting));
    }

    /// <returns>Null for each that was released.</returns>
    public static async Task<IReadOnlyList<Refusal?>> ReleaseAsync(
        DbSession session,
        ProjectId project,
        IReadOnlyList<TaskId> tasks,
        Actor by
    )
    {
        var refusals = new Refusal?[tasks.Count];
        // Rows in one order, so that two such calls never wait for each other in a ring.
        foreach (var (index, task) in tasks.Index().OrderBy(pair => pair.Item.Value, StringComparer.Ordinal))
        {
            if (await EditingTaskStore.ReleaseAsync(session, project, task) is { } output)
                await EditingTaskChanges.RecordAsync(
                    session,
                    [new(project, task, output, EditingTaskStatus.Waiting, by)]
                );
            else
                refusals[index] = await EditingTaskStore.FindAsync(session, project, task) is { } found
                    ? new Refusal(WireError.WrongState, $": the task is {found.Status.ToWire()} and not held")
                    : new Refusal(WireError.UnknownResource);
        }

        return refusals;
    }
}
