using System.Text.Json.Serialization;

namespace Cutroom.Wire.EditingTasks;

/// <summary>Answer of create.</summary>
/// <param name="AssetId">The output, which has its id as soon as the task is accepted.</param>
public sealed record CreateEditingTaskResponse(
    [property: JsonPropertyName("task_id")] string TaskId,
    [property: JsonPropertyName("asset_id")] string AssetId
);
