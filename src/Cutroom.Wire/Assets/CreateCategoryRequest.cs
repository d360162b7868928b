using System.Text.Json.Serialization;

namespace Cutroom.Wire.Assets;

/// <summary>Body of create category. Source: VOD API reference, create asset category.</summary>
public sealed record CreateCategoryRequest
{
    /// <summary>At most 64 bytes.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>0, the default, is the root.</summary>
    [JsonPropertyName("parent_id")]
    public long? ParentId { get; init; }
}
