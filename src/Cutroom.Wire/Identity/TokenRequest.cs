using System.Text.Json.Serialization;

namespace Cutroom.Wire.Identity;

/// <summary>Body of <c>POST /v3/auth/tokens</c>. Source: IAM API reference, obtaining a token with a password.</summary>
public sealed record TokenRequest([property: JsonPropertyName("auth")] TokenRequestAuth? Auth);

/// <param name="Scope">Absent: a token of the account.</param>
public sealed record TokenRequestAuth(
    [property: JsonPropertyName("identity")] TokenRequestIdentity? Identity,
    [property: JsonPropertyName("scope")] TokenRequestScope? Scope
);

/// <param name="Methods">Must hold <c>password</c>.</param>
public sealed record TokenRequestIdentity(
    [property: JsonPropertyName("methods")] IReadOnlyList<string>? Methods,
    [property: JsonPropertyName("password")] TokenRequestPassword? Password
);

public sealed record TokenRequestPassword([property: JsonPropertyName("user")] TokenRequestUser? User);

public sealed record TokenRequestUser(
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("password")] string? Password,
    [property: JsonPropertyName("domain")] NameOrId? Domain
)
{
    /// <summary>Without the password: records print their members otherwise.</summary>
    public override string ToString() => $"{Domain?.Name}/{Name}";
}

/// <summary>Where the token counts. Both given: the project wins.</summary>
public sealed record TokenRequestScope(
    [property: JsonPropertyName("project")] NameOrId? Project,
    [property: JsonPropertyName("domain")] NameOrId? Domain
);

/// <summary>One of the two is enough.</summary>
public sealed record NameOrId(
    [property: JsonPropertyName("id")] string? Id = null,
    [property: JsonPropertyName("name")] string? Name = null
);
