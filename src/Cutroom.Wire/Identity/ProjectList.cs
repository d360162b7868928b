using System.Text.Json.Serialization;

namespace Cutroom.Wire.Identity;

/// <summary>Body of the project look-ups. Source: IAM API reference; SDKs with a region resolve their project id here.</summary>
public sealed record ProjectList(
    [property: JsonPropertyName("projects")] IReadOnlyList<ListedProject> Projects,
    [property: JsonPropertyName("links")] ListLinks Links
);

/// <summary>Body of <c>POST /v3/projects</c>, which the Node SDK sends where it finds no project of its region.</summary>
public sealed record CreateProjectRequest([property: JsonPropertyName("project")] CreateProjectWish? Project);

/// <param name="Name">A region, or <c>region_sub</c>.</param>
/// <param name="DomainId">The caller's account, if it is given.</param>
public sealed record CreateProjectWish(
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("domain_id")] string? DomainId,
    [property: JsonPropertyName("description")] string? Description
);

public sealed record ProjectAnswer([property: JsonPropertyName("project")] ListedProject Project);

/// <param name="ParentId">The account: projects do not nest.</param>
public sealed record ListedProject(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("domain_id")] string DomainId,
    [property: JsonPropertyName("parent_id")] string ParentId,
    [property: JsonPropertyName("enabled")] bool Enabled,
    [property: JsonPropertyName("is_domain")] bool IsDomain,
    [property: JsonPropertyName("description")] string Description,
    [property: JsonPropertyName("links")] ListLinks Links
);

/// <summary>The ends of a list are written as null, not left out.</summary>
public sealed record ListLinks(
    [property: JsonPropertyName("self")] string Self,
    [property: JsonPropertyName("next"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next = null,
    [property: JsonPropertyName("previous"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Previous = null
);
