using System.Text.Json.Serialization;

namespace Cutroom.Wire.Identity;

/// <summary>Body of <c>GET /v3/regions</c>. Source: IAM API reference, listing regions; the Node SDK creates projects only in these.</summary>
public sealed record RegionList(
    [property: JsonPropertyName("regions")] IReadOnlyList<ListedRegion> Regions,
    [property: JsonPropertyName("links")] ListLinks Links
);

/// <summary>Body of <c>GET /v3/regions/{id}</c>.</summary>
public sealed record RegionAnswer([property: JsonPropertyName("region")] ListedRegion Region);

/// <param name="Type">The Node SDK looks for <c>public</c>.</param>
public sealed record ListedRegion(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("description")] string Description,
    [property: JsonPropertyName("locales")] IReadOnlyDictionary<string, string> Locales,
    [property: JsonPropertyName("links")] SelfLink Links
);
