using System.Text.Json.Serialization;

namespace Cutroom.Wire.Assets;

/// <summary>Body of rename category. Source: VOD API reference, modify asset category.</summary>
public sealed record RenameCategoryRequest
{
    [JsonPropertyName("id")]
    public long? Id { get; init; }

    /// <summary>At most 64 bytes.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }
}
