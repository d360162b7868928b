using System.Text.Json.Serialization;

namespace Cutroom.Wire.Identity;

/// <summary>Body of <c>GET /v3/users</c>. Source: IAM API reference, listing users.</summary>
public sealed record UserList(
    [property: JsonPropertyName("users")] IReadOnlyList<ListedUser> Users,
    [property: JsonPropertyName("links")] ListLinks Links
);

/// <summary>Body of <c>GET /v3/users/{user_id}</c>.</summary>
public sealed record UserAnswer([property: JsonPropertyName("user")] ListedUser User);

/// <param name="PasswordExpiresAt">Null: never.</param>
public sealed record ListedUser(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("domain_id")] string DomainId,
    [property: JsonPropertyName("enabled")] bool Enabled,
    [property: JsonPropertyName("description")] string Description,
    [property: JsonPropertyName("pwd_status")] bool PasswordStatus,
    [property: JsonPropertyName("password_expires_at"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
        string? PasswordExpiresAt,
    [property: JsonPropertyName("links")] ListLinks Links
);
