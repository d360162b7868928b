using System.Text.Json.Serialization;

namespace Cutroom.Wire.Assets;

/// <summary>Answer of info.</summary>
/// <param name="IsTruncated">1 where more match than the page holds.</param>
/// <param name="Total">Counts to 20000.</param>
public sealed record AssetInfoList(
    [property: JsonPropertyName("asset_info_array")] IReadOnlyList<AssetInfo> Assets,
    [property: JsonPropertyName("is_truncated")] int IsTruncated,
    [property: JsonPropertyName("total")] long Total
);

/// <summary>One asset of info. Source: VOD API reference, query asset information.</summary>
/// <param name="BaseInfo">Absent where publish or unpublish named an asset that does not exist.</param>
public sealed record AssetInfo(
    [property: JsonPropertyName("asset_id")] string AssetId,
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("description")] string Description,
    [property: JsonPropertyName("is_multi_transcode")] bool IsMultiTranscode,
    [property: JsonPropertyName("base_info")] AssetBaseInfo? BaseInfo,
    [property: JsonPropertyName("play_info_array")] IReadOnlyList<PlayInfo> PlayInfo
);

/// <summary>A way to play an asset.</summary>
/// <param name="PlayType">hls or mp4.</param>
public sealed record PlayInfo(
    [property: JsonPropertyName("play_type")] string PlayType,
    [property: JsonPropertyName("url")] string Url,
    [property: JsonPropertyName("encrypted")] int Encrypted,
    [property: JsonPropertyName("meta_data")] AssetMetaData? MetaData
);
