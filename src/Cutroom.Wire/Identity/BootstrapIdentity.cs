using System.Text.Json.Serialization;

namespace Cutroom.Wire.Identity;

/// <summary>What the bootstrap prints once: names, ids and the only copy of the secrets in clear.</summary>
public sealed record BootstrapIdentity(
    [property: JsonPropertyName("account_id")] string AccountId,
    [property: JsonPropertyName("account_name")] string AccountName,
    [property: JsonPropertyName("project_id")] string ProjectId,
    [property: JsonPropertyName("project_name")] string ProjectName,
    [property: JsonPropertyName("user_id")] string UserId,
    [property: JsonPropertyName("user_name")] string UserName,
    [property: JsonPropertyName("password")] string Password,
    [property: JsonPropertyName("ak")] string Ak,
    [property: JsonPropertyName("sk")] string Sk
)
{
    /// <summary>Without the secrets: records print their members otherwise.</summary>
    public override string ToString() => $"{AccountName}/{UserName}, project {ProjectName}, key {Ak}";
}
