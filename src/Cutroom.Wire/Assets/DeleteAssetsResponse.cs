using System.Text.Json.Serialization;

namespace Cutroom.Wire.Assets;

/// <summary>Answer of delete: one result for each id, in the order given.</summary>
public sealed record DeleteAssetsResponse(
    [property: JsonPropertyName("delete_result_array")] IReadOnlyList<DeleteAssetResult> Results
);

/// <param name="Status">DELETED or FAILED.</param>
public sealed record DeleteAssetResult(
    [property: JsonPropertyName("asset_id")] string AssetId,
    [property: JsonPropertyName("status")] string Status
);
