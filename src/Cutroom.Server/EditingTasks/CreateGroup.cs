using System.Text.Json;
using Cutroom.Rendering.Planning;
using Cutroom.Server.Assets;
using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;

namespace Cutroom.Server.EditingTasks;

/// <summary>
/// Creates of one transaction. The turn of each project is taken first, so that keys, numbers and assets are read and written by one
/// transaction at a time; then each kind of row is written by one statement.
/// </summary>
internal sealed class CreateGroup
{
    private readonly IReadOnlyList<CreateCall> calls;
    private readonly Created?[] answers;
    private readonly List<(int Call, FrozenEdit Edit, NewTask Task)> accepted = [];

    private CreateGroup(IReadOnlyList<CreateCall> calls) => (this.calls, answers) = (calls, new Created?[calls.Count]);

    public static async Task<IReadOnlyList<Created>> RunAsync(
        DbSession session,
        IReadOnlyList<CreateCall> calls,
        QueueOptions options
    )
    {
        var group = new CreateGroup(calls);
        var turns = await EditingTaskStore.TakeTurnsAsync(session, calls.Select(call => call.Project));
        var known = await IdempotencyKeys.FindAsync(session, calls);
        var assets = await FindAssetsAsync(session, calls);
        foreach (var (index, call) in calls.Index())
            group.answers[index] =
                known.AnswerTo(call)
                ?? (known.IsExpected(call) ? null : group.Accept(index, call, assets, options, known));
        await group.WriteAsync(session, turns, known);
        return group.answers!; // every call was answered, the accepted ones by WriteAsync
    }

    /// <summary>In the transaction, so that no asset is deleted between the look and the freeze.</summary>
    private static async Task<Dictionary<ProjectId, IReadOnlyList<Asset>>> FindAssetsAsync(
        DbSession session,
        IReadOnlyList<CreateCall> calls
    )
    {
        var found = new Dictionary<ProjectId, IReadOnlyList<Asset>>();
        foreach (var calling in calls.GroupBy(call => call.Project))
        {
            var wanted = calling.SelectMany(call => call.Request.Segments).Select(segment => segment.AssetId);
            found[calling.Key] = await AssetStore.FindAsync(session, calling.Key, [.. wanted.Distinct()]);
        }

        return found;
    }

    /// <returns>A refusal; null where the answer comes with the task's place.</returns>
    private Created.Refused? Accept(
        int index,
        CreateCall call,
        Dictionary<ProjectId, IReadOnlyList<Asset>> assets,
        QueueOptions options,
        IdempotencyKeys known
    )
    {
        try
        {
            var edit = FrozenEdit.Of(call.Request, assets[call.Project]);
            var task = new NewTask(call.Project, new(Ids.New()), options.Attempts)
            {
                Priority = call.Request.Priority,
                IsHeld = call.Request.IsHeld,
                MediaMs = edit.MediaMs,
                Needs = RenderNeeds.Of(edit.Timeline, edit.Sources, options.BringsSources),
            };
            accepted.Add((index, edit, task));
            known.Expect(call);
            return null;
        }
        catch (Refusal refusal)
        {
            return new Created.Refused(refusal);
        }
    }

    private async Task WriteAsync(DbSession session, ProjectTurns turns, IdempotencyKeys known)
    {
        if (accepted.Count > 0)
        {
            await AssetStore.ReserveOutputsAsync(
                session,
                accepted.Select(one =>
                    (one.Task.Project, one.Task.Output, one.Edit.Title, one.Edit.Timeline.Settings.Format)
                )
            );
            var tasks = await EditingTaskStore.CreateAsync(session, [.. accepted.Select(one => one.Task)], turns);
            foreach (var (task, (index, _, _)) in tasks.Zip(accepted))
                answers[index] = new Created.Accepted(task.TaskId, task.AssetId);
            await EditingTaskDocuments.AddAsync(
                session,
                [.. tasks.Zip(accepted).Select(pair => DocumentsOf(pair.First, pair.Second))]
            );
            await EditingTaskChanges.RecordAsync(
                session,
                [
                    .. tasks
                        .Zip(accepted)
                        .Select(pair => new EditingTaskChange(
                            pair.Second.Task.Project,
                            pair.First.TaskId,
                            pair.First.AssetId,
                            EditingTaskStatus.Waiting,
                            calls[pair.Second.Call].By
                        )),
                ]
            );
            await known.SaveAsync(
                session,
                accepted.Select(one => (calls[one.Call], (Created.Accepted)answers[one.Call]!))
            );
        }

        // A key that came twice in this group: the later calls are answered as the first.
        foreach (var (index, call) in calls.Index().Where(pair => answers[pair.Index] is null))
            answers[index] = known.AnswerTo(call);
    }

    private NewDocuments DocumentsOf(EditingTask task, (int Call, FrozenEdit Edit, NewTask Task) one) =>
        new(
            one.Task.Project,
            task.TaskId,
            JsonSerializer.Serialize(calls[one.Call].Body, WireJson.Default.CreateEditingTaskRequest),
            JsonSerializer.Serialize(one.Edit.Timeline, StoredJson.Default.Timeline),
            one.Edit.Inputs
        );
}
