using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.EditingTasks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.EditingTasks;

/// <summary>
/// Cancels tasks that wait. The answer is given after the commit: 204 means no worker has started or will start it (I2); a refusal
/// means it was not waiting; a failing store means not known, and is never guessed (I8). Calls that arrive together share a statement.
/// </summary>
internal sealed class CancelEditingTask(Database database)
{
    private const int MaxGroup = 256;

    private readonly SharedWrites<CancelCall, Refusal?> writes = new(database, MaxGroup, CancelGroupAsync, atOnce: 2);

    public static async Task<NoContent> HandleAsync(
        HttpContext context,
        QueryValues query,
        Caller caller,
        CancelEditingTask operation
    )
    {
        var wish = new CancelWish(caller.ProjectId, EditingTaskQuery.TaskId(query), TaskVersion.Wanted(context));
        if (await operation.CancelAsync(wish, ActorOf(context, caller), context.RequestAborted) is { } refusal)
            throw refusal;
        return TypedResults.NoContent();
    }

    /// <summary>Ours: many in one call, each with its result.</summary>
    public static async Task<Ok<EditingTaskResults>> HandleManyAsync(
        HttpContext context,
        Caller caller,
        CancelEditingTask operation
    )
    {
        var tasks = EditingTaskQuery.TaskIds(await JsonBody.ReadAsync(context, WireJson.Default.EditingTaskIds));
        var by = ActorOf(context, caller);
        var refusals = await Task.WhenAll(
            tasks.Select(task => operation.CancelAsync(new(caller.ProjectId, task), by, context.RequestAborted))
        );
        return TypedResults.Ok(EditingTaskQuery.ResultsOf(tasks.Zip(refusals), EditingTaskStatus.Cancelled));
    }

    private static Actor ActorOf(HttpContext context, Caller caller) =>
        new(caller.UserId, Permissions.DeleteEditTask.Action, context.TraceIdentifier);

    /// <returns>Null where the task is cancelled, durably.</returns>
    public Task<Refusal?> CancelAsync(CancelWish wish, Actor by, CancellationToken cancellation) =>
        writes.RunAsync(new(wish, by), cancellation);

    private static async Task<IReadOnlyList<Refusal?>> CancelGroupAsync(
        DbSession session,
        IReadOnlyList<CancelCall> calls
    )
    {
        var cancelled = (
            await EditingTaskStore.CancelAsync(session, [.. calls.Select(call => call.Wish)])
        ).ToDictionary(task => (task.ProjectId, task.TaskId));
        // Of calls that name the same task, one cancelled it, and the others came after.
        var winners = calls
            .Where(call => cancelled.ContainsKey(call.Wish.Key))
            .DistinctBy(call => call.Wish.Key)
            .ToHashSet();
        await EditingTaskChanges.RecordAsync(
            session,
            [
                .. calls
                    .Where(winners.Contains)
                    .Select(call => new EditingTaskChange(
                        call.Wish.Project,
                        call.Wish.Task,
                        cancelled[call.Wish.Key].AssetId,
                        EditingTaskStatus.Cancelled,
                        call.By
                    )),
            ]
        );
        var refused = calls.Where(call => !winners.Contains(call)).Select(call => call.Wish.Key);
        var seen = await EditingTaskStore.FindAsync(session, [.. refused.Distinct()]);
        return [.. calls.Select(call => winners.Contains(call) ? null : WhyNot(call.Wish, seen))];
    }

    /// <summary>Unknown and another project's are one answer (I15).</summary>
    private static Refusal WhyNot(
        CancelWish wish,
        IReadOnlyDictionary<(ProjectId Project, TaskId Task), EditingTask> seen
    ) =>
        seen.GetValueOrDefault(wish.Key) switch
        {
            null => new Refusal(WireError.UnknownResource),
            { Status: not EditingTaskStatus.Waiting } task => new Refusal(
                WireError.WrongState,
                $": the task is {task.Status.ToWire()}, only a WAITING task can be cancelled"
            ),
            var task when wish.IfVersion is { } wanted => new Refusal(
                WireError.VersionDiffers,
                $"{task.Version}, not {wanted}"
            ),
            // It was created after the statement above looked: at that moment it was unknown.
            _ => new Refusal(WireError.UnknownResource),
        };

    /// <summary>By reference: of two equal calls one wins.</summary>
    private sealed class CancelCall(CancelWish wish, Actor by)
    {
        public CancelWish Wish => wish;

        public Actor By => by;
    }
}
