using System.Text.Json.Serialization;

namespace Cutroom.Wire.Assets;

/// <summary>Answer of the duplication check.</summary>
/// <param name="IsDuplicated">0 or 1.</param>
public sealed record DuplicationAnswer(
    [property: JsonPropertyName("is_duplicated")] int IsDuplicated,
    [property: JsonPropertyName("asset_ids")] IReadOnlyList<string> AssetIds
);
