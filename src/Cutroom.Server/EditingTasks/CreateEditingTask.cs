using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.EditingTasks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.EditingTasks;

/// <summary>
/// Accepts a task: from the answer on it waits, its inputs are frozen, and its output has an id. Calls that arrive together share a
/// transaction; a refused one leaves no trace in it.
/// </summary>
internal sealed class CreateEditingTask(Database database, QueueOptions options, QueueSignal signal)
{
    /// <summary>Bounds the texts of one statement, too: a request is at most a MiB, commonly less than one KiB.</summary>
    public const int MaxGroup = 64;

    private readonly SharedWrites<CreateCall, Created> writes = new(
        database,
        MaxGroup,
        (session, calls) => CreateGroup.RunAsync(session, calls, options)
    );

    public static async Task<Ok<CreateEditingTaskResponse>> HandleAsync(
        HttpContext context,
        Caller caller,
        CreateEditingTask operation
    )
    {
        var body = await JsonBody.ReadAsync(context, WireJson.Default.CreateEditingTaskRequest);
        var call = new CreateCall(
            caller.ProjectId,
            EditingRequest.Of(body),
            body,
            IdempotencyKey.Of(context, body),
            new Actor(caller.UserId, Permissions.CreateEditTask.Action, context.TraceIdentifier)
        );
        var (task, asset) = await operation.CreateAsync(call, context.RequestAborted);
        // Source: none, the page shows no success status; the older creators answer 200.
        return TypedResults.Ok(new CreateEditingTaskResponse(task.Value, asset.Value));
    }

    public async Task<(TaskId Task, AssetId Output)> CreateAsync(CreateCall call, CancellationToken cancellation)
    {
        switch (await writes.RunAsync(call, cancellation))
        {
            case Created.Refused(var refusal):
                throw refusal;
            case Created.Accepted(var task, var asset):
                signal.Ring(call.Project);
                return (task, asset);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}

/// <summary>One call to create a task.</summary>
/// <param name="Key">Null where the caller gave none.</param>
internal sealed record CreateCall(
    ProjectId Project,
    EditingRequest Request,
    CreateEditingTaskRequest Body,
    IdempotencyKey? Key,
    Actor By
);

/// <summary>What a create is answered. Closed set.</summary>
internal abstract record Created
{
    private Created() { }

    /// <summary>Also where the key says that it was created before.</summary>
    public sealed record Accepted(TaskId Task, AssetId Output) : Created;

    public sealed record Refused(Refusal Refusal) : Created;
}
