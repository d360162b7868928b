using System.Text.Json.Serialization;

namespace Cutroom.Wire.Assets;

/// <summary>Body of publish and unpublish. Source: VOD API reference, publish assets.</summary>
public sealed record PublishAssetsRequest
{
    [JsonPropertyName("asset_id")]
    public IReadOnlyList<string?>? AssetIds { get; init; }
}

/// <summary>Answer of publish and unpublish: the state of each asset that was named.</summary>
public sealed record PublishAssetsResponse(
    [property: JsonPropertyName("asset_info_array")] IReadOnlyList<AssetInfo> Assets
);
