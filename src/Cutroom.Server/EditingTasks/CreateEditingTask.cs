using System.Text.Json;
using Cutroom.Server.Access;
using Cutroom.Server.Assets;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.EditingTasks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.EditingTasks;

/// <summary>Accepts a task: from the answer on it waits, its inputs are frozen, and its output has an id.</summary>
internal sealed class CreateEditingTask(Database database, QueueOptions options, QueueSignal signal)
{
    public static async Task<Ok<CreateEditingTaskResponse>> HandleAsync(
        HttpContext context,
        Caller caller,
        CreateEditingTask operation
    )
    {
        var body = await JsonBody.ReadAsync(context, WireJson.Default.CreateEditingTaskRequest);
        var task = await operation.RunAsync(context, caller, body);
        // Source: none, the page shows no success status; the older creators answer 200.
        return TypedResults.Ok(new CreateEditingTaskResponse(task.TaskId.Value, task.AssetId.Value));
    }

    private async Task<EditingTask> RunAsync(HttpContext context, Caller caller, CreateEditingTaskRequest body)
    {
        var request = EditingRequest.Of(body);
        var task = await database.WriteAsync(
            async session =>
            {
                // In the transaction, so that no asset is deleted between the look and the freeze.
                var wanted = request.Segments.Select(segment => segment.AssetId).Distinct().ToArray();
                var edit = FrozenEdit.Of(request, await AssetStore.FindAsync(session, caller.ProjectId, wanted));
                var created = await AddAsync(session, caller.ProjectId, edit, body);
                await AuditLog.WriteAsync(
                    session,
                    caller.ProjectId,
                    caller.UserId,
                    Permissions.CreateEditTask.Action,
                    created.TaskId.Value,
                    context.TraceIdentifier
                );
                return created;
            },
            context.RequestAborted
        );
        signal.Ring();
        return task;
    }

    private async Task<EditingTask> AddAsync(
        DbSession session,
        ProjectId project,
        FrozenEdit edit,
        CreateEditingTaskRequest body
    )
    {
        var output = new AssetId(Ids.New());
        await AssetStore.ReserveOutputAsync(session, project, output, edit.Title, edit.Timeline.Settings.Format);
        var task = await EditingTaskStore.CreateAsync(session, project, output, options.Attempts);
        await EditingTaskDocuments.AddAsync(
            session,
            project,
            task.TaskId,
            JsonSerializer.Serialize(body, WireJson.Default.CreateEditingTaskRequest),
            JsonSerializer.Serialize(edit.Timeline, StoredJson.Default.Timeline),
            edit.Inputs
        );
        return task;
    }
}
