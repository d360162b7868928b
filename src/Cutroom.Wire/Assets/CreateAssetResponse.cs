using System.Text.Json.Serialization;

namespace Cutroom.Wire.Assets;

/// <summary>Answer of create by file upload.</summary>
/// <param name="VideoUploadUrl">Takes one PUT of the file, without credentials.</param>
public sealed record CreateAssetResponse(
    [property: JsonPropertyName("asset_id")] string AssetId,
    [property: JsonPropertyName("video_upload_url")] string VideoUploadUrl,
    [property: JsonPropertyName("subtitle_upload_urls")] IReadOnlyList<string> SubtitleUploadUrls,
    [property: JsonPropertyName("target")] FileAddress Target
);

/// <summary>Where the file will lie, in the vendor's terms.</summary>
public sealed record FileAddress(
    [property: JsonPropertyName("bucket")] string Bucket,
    [property: JsonPropertyName("location")] string Location,
    [property: JsonPropertyName("object")] string Object
);
