using System.Text.Json.Serialization;

namespace Cutroom.Wire.Identity;

/// <summary>Body of the calls that make or change an access key. Source: IAM API reference, permanent access keys.</summary>
public sealed record AccessKeyRequest([property: JsonPropertyName("credential")] AccessKeyWish? Credential);

/// <param name="UserId">Whose key it will be.</param>
/// <param name="Status"><c>active</c> or <c>inactive</c>; only of a key that is there.</param>
public sealed record AccessKeyWish(
    [property: JsonPropertyName("user_id")] string? UserId,
    [property: JsonPropertyName("description")] string? Description,
    [property: JsonPropertyName("status")] string? Status
);

public sealed record AccessKeyAnswer([property: JsonPropertyName("credential")] AccessKeyShown Credential);

public sealed record AccessKeyList(
    [property: JsonPropertyName("credentials")] IReadOnlyList<AccessKeyShown> Credentials
);

/// <param name="Secret">Only in the answer that made it.</param>
/// <param name="CreateTime">Six decimals.</param>
/// <param name="LastUseTime">Absent for a key that never signed.</param>
public sealed record AccessKeyShown(
    [property: JsonPropertyName("user_id")] string UserId,
    [property: JsonPropertyName("access")] string Access,
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("create_time")] string CreateTime,
    [property: JsonPropertyName("description")] string Description,
    [property: JsonPropertyName("last_use_time")] string? LastUseTime = null,
    [property: JsonPropertyName("secret")] string? Secret = null
)
{
    /// <summary>Without the secret: records print their members otherwise.</summary>
    public override string ToString() => $"{Access} of {UserId}";
}
