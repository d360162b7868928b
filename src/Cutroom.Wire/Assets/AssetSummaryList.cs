using System.Text.Json.Serialization;

namespace Cutroom.Wire.Assets;

/// <summary>Answer of list.</summary>
/// <param name="Total">Counts to 20000.</param>
public sealed record AssetSummaryList(
    [property: JsonPropertyName("total")] long Total,
    [property: JsonPropertyName("assets")] IReadOnlyList<AssetSummary> Assets
);

/// <summary>One asset of list. Source: VOD API reference, list assets.</summary>
public sealed record AssetSummary
{
    [JsonPropertyName("asset_id")]
    public required string AssetId { get; init; }

    [JsonPropertyName("title")]
    public required string Title { get; init; }

    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>Whole seconds.</summary>
    [JsonPropertyName("duration")]
    public required long Duration { get; init; }

    [JsonPropertyName("duration_ms")]
    public long DurationMs { get; init; }

    /// <summary>Bytes.</summary>
    [JsonPropertyName("size")]
    public required long Size { get; init; }

    [JsonPropertyName("original_url")]
    public string? OriginalUrl { get; init; }

    [JsonPropertyName("category")]
    public string Category { get; init; } = "other";

    /// <summary><c>yyyyMMddHHmmss</c>, UTC.</summary>
    [JsonPropertyName("create_time")]
    public required string CreateTime { get; init; }

    [JsonPropertyName("asset_status")]
    public required string AssetStatus { get; init; }

    [JsonPropertyName("media_type")]
    public required string MediaType { get; init; }
}
