using System.Text.Json.Serialization;

namespace Cutroom.Wire.Assets;

/// <summary>Answer of details.</summary>
public sealed record AssetDetails(
    [property: JsonPropertyName("asset_id")] string AssetId,
    [property: JsonPropertyName("base_info")] AssetBaseInfo? BaseInfo
);

/// <summary>What an asset is. Source: VOD API reference, query asset details, base_info.</summary>
public sealed record AssetBaseInfo
{
    [JsonPropertyName("title")]
    public required string Title { get; init; }

    [JsonPropertyName("video_name")]
    public required string VideoName { get; init; }

    [JsonPropertyName("description")]
    public required string Description { get; init; }

    [JsonPropertyName("category_id")]
    public long CategoryId { get; init; } = -1;

    [JsonPropertyName("category_name")]
    public string CategoryName { get; init; } = "other";

    /// <summary><c>yyyyMMddHHmmss</c>, UTC.</summary>
    [JsonPropertyName("create_time")]
    public required string CreateTime { get; init; }

    /// <summary><c>yyyyMMddHHmmss</c>, UTC.</summary>
    [JsonPropertyName("last_modified")]
    public required string LastModified { get; init; }

    [JsonPropertyName("video_type")]
    public required string VideoType { get; init; }

    [JsonPropertyName("tags")]
    public string? Tags { get; init; }

    /// <summary>Absent until the upload is confirmed.</summary>
    [JsonPropertyName("meta_data")]
    public AssetMetaData? MetaData { get; init; }

    /// <summary>Address of the file, valid as long as the asset.</summary>
    [JsonPropertyName("video_url")]
    public string? VideoUrl { get; init; }

    /// <summary>Address of the file for a day; details only.</summary>
    [JsonPropertyName("sign_url")]
    public string? SignUrl { get; init; }
}
