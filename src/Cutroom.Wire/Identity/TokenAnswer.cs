using System.Text.Json.Serialization;

namespace Cutroom.Wire.Identity;

/// <summary>Body of a token call; the token itself travels in the header <c>X-Subject-Token</c>.</summary>
public sealed record TokenAnswer([property: JsonPropertyName("token")] TokenFacts Token);

/// <param name="ExpiresAt">Six decimals, see <see cref="WireTime.Microseconds"/>.</param>
/// <param name="Project">Only with a project as scope.</param>
/// <param name="Domain">Only with the account as scope.</param>
public sealed record TokenFacts(
    [property: JsonPropertyName("expires_at")] string ExpiresAt,
    [property: JsonPropertyName("issued_at")] string IssuedAt,
    [property: JsonPropertyName("methods")] IReadOnlyList<string> Methods,
    [property: JsonPropertyName("project")] TokenProject? Project,
    [property: JsonPropertyName("domain")] IdAndName? Domain,
    [property: JsonPropertyName("user")] TokenUser User,
    [property: JsonPropertyName("roles")] IReadOnlyList<IdAndName> Roles,
    [property: JsonPropertyName("catalog")] IReadOnlyList<CatalogEntry> Catalog
);

public sealed record IdAndName(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("name")] string Name
);

public sealed record TokenProject(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("domain")] IdAndName Domain
);

/// <param name="PasswordExpiresAt">Empty: never.</param>
public sealed record TokenUser(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("password_expires_at")] string PasswordExpiresAt,
    [property: JsonPropertyName("domain")] IdAndName Domain
);

public sealed record CatalogEntry(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("endpoints")] IReadOnlyList<CatalogEndpoint> Endpoints
);

public sealed record CatalogEndpoint(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("interface")] string Interface,
    [property: JsonPropertyName("region")] string Region,
    [property: JsonPropertyName("region_id")] string RegionId,
    [property: JsonPropertyName("url")] string Url
);
