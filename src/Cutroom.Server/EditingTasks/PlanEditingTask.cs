using Cutroom.Rendering;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Sources;
using Cutroom.Server.Assets;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.EditingTasks;

/// <summary>
/// Says what a create with the same body would do: which frames are copied or encoded and why, and what that will weigh and cost.
/// Refuses what create refuses; stores nothing.
/// </summary>
internal sealed class PlanEditingTask(Database database, MediaFiles files, Renderer renderer) : IDisposable
{
    /// <summary>Plans made at once in this process: each reads its sources with the engine's probe. Others wait their turn.</summary>
    private readonly SemaphoreSlim places = new(Math.Max(1, Environment.ProcessorCount / 2));

    public static async Task<JsonHttpResult<PlanSummary>> HandleAsync(
        HttpContext context,
        Caller caller,
        PlanEditingTask operation
    )
    {
        var body = await JsonBody.ReadAsync(context, WireJson.Default.CreateEditingTaskRequest);
        var plan = await operation.RunAsync(caller.ProjectId, EditingRequest.Of(body), context.RequestAborted);
        return TypedResults.Json(PlanSummary.Of(plan), RenderingJson.Default.PlanSummary);
    }

    public void Dispose() => places.Dispose();

    private async Task<RenderPlan> RunAsync(ProjectId project, EditingRequest request, CancellationToken cancellation)
    {
        var work = await database.ReadAsync(session => LoadAsync(session, project, request), cancellation);
        await places.WaitAsync(cancellation);
        try
        {
            return await PlanAsync(project, work, cancellation);
        }
        finally
        {
            places.Release();
        }
    }

    private static async Task<FrozenWork> LoadAsync(DbSession session, ProjectId project, EditingRequest request)
    {
        var wanted = request.Segments.Select(segment => segment.AssetId).Distinct().ToArray();
        var edit = FrozenEdit.Of(request, await AssetStore.FindAsync(session, project, wanted));
        return await FrozenWork.LoadAsync(session, project, edit.Timeline, edit.Inputs);
    }

    private async Task<RenderPlan> PlanAsync(ProjectId project, FrozenWork work, CancellationToken cancellation)
    {
        var sources = new List<MediaSource>();
        foreach (var source in work.Sources)
        {
            var opened = source is null ? null : await files.OpenAsync(project, source, cancellation);
            sources.Add(opened ?? throw new Refusal(WireError.UnknownResource));
        }

        return await renderer.PlanAsync(work.Timeline, sources, cancellation) switch
        {
            PlanResult.Planned(var plan) => plan,
            PlanResult.Refused(var failure) => throw RefusalOf(failure, work),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>The words with which the task would fail.</summary>
    private static Refusal RefusalOf(RenderFailure failure, FrozenWork work) =>
        new(
            EditingTaskFailure.CodeOf(failure.Kind),
            $": {EditingTaskFailure.Of(failure, work.NameOf(failure.SourceIndex)).Message}"
        );
}
