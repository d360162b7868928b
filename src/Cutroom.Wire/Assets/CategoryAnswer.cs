using System.Text.Json.Serialization;

namespace Cutroom.Wire.Assets;

/// <summary>Answer of create and rename category.</summary>
/// <param name="Level">1 to 3.</param>
public sealed record CategoryAnswer(
    [property: JsonPropertyName("id")] long Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("parent_id")] long ParentId,
    [property: JsonPropertyName("level")] long Level,
    [property: JsonPropertyName("projectId")] string ProjectId
);
