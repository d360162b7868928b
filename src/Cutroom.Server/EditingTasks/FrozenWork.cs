using System.Diagnostics;
using System.Text.Json;
using Cutroom.Rendering.Timelines;
using Cutroom.Server.Assets;
using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>What create froze, as the renderer takes it: the timeline and the bytes its sources stand for.</summary>
/// <param name="Sources">Null where the bytes have no row any more.</param>
internal sealed record FrozenWork(
    Timeline Timeline,
    IReadOnlyList<Generation?> Sources,
    IReadOnlyList<FrozenInput> Inputs
)
{
    public static async Task<FrozenWork> LoadAsync(DbSession session, Lease lease)
    {
        var text = await EditingTaskDocuments.TimelineAsync(session, lease.ProjectId, lease.TaskId);
        var timeline =
            JsonSerializer.Deserialize(text, StoredJson.Default.Timeline)
            ?? throw new UnreachableException("Create stores a timeline.");
        var inputs = await EditingTaskDocuments.InputsAsync(session, lease.ProjectId, lease.TaskId);
        return await LoadAsync(session, lease.ProjectId, timeline, inputs);
    }

    public static async Task<FrozenWork> LoadAsync(
        DbSession session,
        ProjectId project,
        Timeline timeline,
        IReadOnlyList<FrozenInput> inputs
    )
    {
        var sources = new List<Generation?>();
        foreach (var generation in FrozenInput.Sources(inputs))
            sources.Add(await AssetStore.FindGenerationAsync(session, project, generation));
        return new(timeline, sources, inputs);
    }

    /// <returns>How the request names the first input of a source; null for no source.</returns>
    public string? NameOf(int? source)
    {
        if (source is not { } index)
            return null;
        var generation = FrozenInput.Sources(Inputs)[index];
        return $"inputs[{Inputs.TakeWhile(input => input.GenerationId != generation).Count()}]";
    }
}
