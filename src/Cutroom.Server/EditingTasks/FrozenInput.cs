using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>An input as it was at create: the bytes, not merely the asset (I12).</summary>
internal sealed record FrozenInput(AssetId AssetId, GenerationId GenerationId)
{
    /// <summary>The renderer's sources: each generation once, in the order of its first input. A timeline's segments count in it.</summary>
    public static IReadOnlyList<GenerationId> Sources(IEnumerable<FrozenInput> inputs) =>
        [.. inputs.Select(input => input.GenerationId).Distinct()];
}
