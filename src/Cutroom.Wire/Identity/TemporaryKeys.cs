using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cutroom.Wire.Identity;

/// <summary>Body of <c>POST /v3.0/OS-CREDENTIAL/securitytokens</c>. Source: IAM API reference, temporary access keys by token.</summary>
public sealed record TemporaryKeyRequest([property: JsonPropertyName("auth")] TemporaryKeyAuth? Auth);

public sealed record TemporaryKeyAuth([property: JsonPropertyName("identity")] TemporaryKeyIdentity? Identity);

/// <param name="Methods">Must hold <c>token</c>.</param>
public sealed record TemporaryKeyIdentity(
    [property: JsonPropertyName("methods")] IReadOnlyList<string>? Methods,
    [property: JsonPropertyName("token")] TemporaryKeyToken? Token,
    [property: JsonPropertyName("policy")] JsonElement? Policy
);

/// <param name="Id">Absent: the token of the request's header.</param>
/// <param name="DurationSeconds">900 to 86,400, the first where absent.</param>
public sealed record TemporaryKeyToken(
    [property: JsonPropertyName("id")] string? Id,
    [property: JsonPropertyName("duration_seconds")] int? DurationSeconds
)
{
    /// <summary>Without the token: records print their members otherwise.</summary>
    public override string ToString() => $"{DurationSeconds} s";
}

public sealed record TemporaryKeyAnswer([property: JsonPropertyName("credential")] TemporaryKeyShown Credential);

/// <param name="SecurityToken">Travels, signed, with every request of the key.</param>
/// <param name="ExpiresAt">Six decimals.</param>
public sealed record TemporaryKeyShown(
    [property: JsonPropertyName("access")] string Access,
    [property: JsonPropertyName("secret")] string Secret,
    [property: JsonPropertyName("securitytoken")] string SecurityToken,
    [property: JsonPropertyName("expires_at")] string ExpiresAt
)
{
    /// <summary>Without the secrets: records print their members otherwise.</summary>
    public override string ToString() => $"{Access} until {ExpiresAt}";
}
