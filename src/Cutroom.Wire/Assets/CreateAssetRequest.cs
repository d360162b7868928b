using System.Text.Json.Serialization;

namespace Cutroom.Wire.Assets;

/// <summary>
/// Body of create by file upload; null means: not said. Lengths are bytes of UTF-8. Members for transcoding, covers, subtitles and
/// review are left aside. Source: VOD API reference, create asset by file upload.
/// </summary>
public sealed record CreateAssetRequest
{
    /// <summary>At most 128 bytes.</summary>
    [JsonPropertyName("title")]
    public string? Title { get; init; }

    /// <summary>At most 128 bytes.</summary>
    [JsonPropertyName("video_name")]
    public string? VideoName { get; init; }

    /// <summary>One of the documented words, upper case.</summary>
    [JsonPropertyName("video_type")]
    public string? VideoType { get; init; }

    /// <summary>At most 1024 bytes.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>-1, the default, is the built-in category.</summary>
    [JsonPropertyName("category_id")]
    public long? CategoryId { get; init; }

    /// <summary>Base64 or hex of the file's MD5.</summary>
    [JsonPropertyName("video_md5")]
    public string? VideoMd5 { get; init; }

    /// <summary>Comma separated; at most 16 of at most 16 bytes each.</summary>
    [JsonPropertyName("tags")]
    public string? Tags { get; init; }

    /// <summary>0 or 1, the default.</summary>
    [JsonPropertyName("auto_publish")]
    public int? AutoPublish { get; init; }
}
