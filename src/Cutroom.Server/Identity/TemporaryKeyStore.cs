using Cutroom.Server.Storage;

namespace Cutroom.Server.Identity;

/// <summary>A key that ends by itself, as it is kept: the secret sealed, the security token hashed.</summary>
/// <param name="ProjectId">What it is bound to; empty for the account, null where nothing bounds it but its user's rights.</param>
internal sealed record TemporaryKey(
    string Ak,
    string UserId,
    string SealedSecret,
    long KeyVersion,
    string TokenHash,
    long IssuedMs,
    long ExpiresMs,
    string? ProjectId
)
{
    public ProjectId? Scope => ProjectId is null ? null : new(ProjectId);
}

internal static class TemporaryKeyStore
{
    /// <summary>Called when a caller asks for a temporary key. AKs never meet: 20 random characters.</summary>
    public static Task AddAsync(DbSession session, TemporaryKey key) =>
        session.ExecuteAsync(
            """
            insert into temporary_keys
                (ak, user_id, sealed_secret, key_version, token_hash, issued_ms, expires_ms, project_id)
            values (@Ak, @UserId, @SealedSecret, @KeyVersion, @TokenHash, @IssuedMs, @ExpiresMs, @ProjectId)
            """,
            key
        );

    /// <summary>Called by the gate for an AK that is no lasting key's; primary key.</summary>
    public static Task<TemporaryKey?> FindAsync(DbSession session, string ak) =>
        session.SingleAsync<TemporaryKey>(
            """
            select ak, user_id, sealed_secret, key_version, token_hash, issued_ms, expires_ms, project_id
            from temporary_keys where ak = @ak
            """,
            new { ak }
        );

    /// <summary>Called when a user's credentials end (I23); index on user_id.</summary>
    public static Task RemoveAllAsync(DbSession session, UserId user) =>
        session.ExecuteAsync("delete from temporary_keys where user_id = @user", new { user = user.Value });

    /// <summary>Called when a temporary key is made, so that the table holds what is of use; index on user_id.</summary>
    public static Task RemoveExpiredAsync(DbSession session, UserId user, long beforeMs) =>
        session.ExecuteAsync(
            "delete from temporary_keys where user_id = @user and expires_ms < @beforeMs",
            new { user = user.Value, beforeMs }
        );
}
