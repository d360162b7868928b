using System.Text.Json.Serialization;

namespace Cutroom.Wire.Identity;

/// <summary>Body of <c>GET /v3/auth/domains</c>: the caller's account.</summary>
public sealed record DomainList(
    [property: JsonPropertyName("domains")] IReadOnlyList<ListedDomain> Domains,
    [property: JsonPropertyName("links")] SelfLink Links
);

public sealed record ListedDomain(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("enabled")] bool Enabled,
    [property: JsonPropertyName("description")] string Description,
    [property: JsonPropertyName("links")] SelfLink Links
);

public sealed record SelfLink([property: JsonPropertyName("self")] string Self);
