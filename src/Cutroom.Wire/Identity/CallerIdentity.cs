using System.Text.Json.Serialization;

namespace Cutroom.Wire.Identity;

/// <summary>Body of <c>GET /v5/caller-identity</c>: where the Python SDK learns its account. Source: STS API reference.</summary>
/// <param name="PrincipalUrn"><c>iam::ACCOUNT:user:NAME</c>.</param>
public sealed record CallerIdentity(
    [property: JsonPropertyName("account_id")] string AccountId,
    [property: JsonPropertyName("principal_urn")] string PrincipalUrn,
    [property: JsonPropertyName("principal_id")] string PrincipalId
);
