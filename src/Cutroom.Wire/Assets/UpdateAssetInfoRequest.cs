using System.Text.Json.Serialization;

namespace Cutroom.Wire.Assets;

/// <summary>Body of update asset information; null leaves a member as it is. Source: VOD API reference, modify asset information.</summary>
public sealed record UpdateAssetInfoRequest
{
    [JsonPropertyName("asset_id")]
    public string? AssetId { get; init; }

    /// <summary>At most 128 bytes.</summary>
    [JsonPropertyName("title")]
    public string? Title { get; init; }

    /// <summary>At most 1024 bytes.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>-1 is the built-in category. A published sample sends it as text.</summary>
    [JsonPropertyName("category_id")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? CategoryId { get; init; }

    /// <summary>Comma separated; at most 16 of at most 16 bytes each.</summary>
    [JsonPropertyName("tags")]
    public string? Tags { get; init; }
}
