using System.Text.Json.Serialization;

namespace Cutroom.Wire.Assets;

/// <summary>Body of confirm. Source: VOD API reference, confirm media asset upload.</summary>
public sealed record ConfirmUploadRequest
{
    [JsonPropertyName("asset_id")]
    public string? AssetId { get; init; }

    /// <summary>CREATED, FAILED or CANCELLED.</summary>
    [JsonPropertyName("status")]
    public string? Status { get; init; }
}

/// <summary>Answer of confirm.</summary>
public sealed record ConfirmUploadResponse([property: JsonPropertyName("asset_id")] string AssetId);
