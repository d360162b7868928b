using Cutroom.Server.Storage;

namespace Cutroom.Server.Identity;

/// <summary>What a login returned, as it is kept: the hash of the token and its scope.</summary>
/// <param name="ProjectId">Empty for a token of the account.</param>
/// <param name="NamesAccount">1 when the login asked for the account as scope.</param>
internal sealed record Token(
    string TokenHash,
    string UserId,
    string ProjectId,
    long NamesAccount,
    long IssuedMs,
    long ExpiresMs,
    long Revoked
)
{
    public ProjectId Project => new(ProjectId);

    public bool IsRevoked => Revoked == 1;
}

internal static class TokenStore
{
    /// <summary>Called by logins. Token hashes never meet: tokens are 256 random bits.</summary>
    public static Task AddAsync(DbSession session, Token token) =>
        session.ExecuteAsync(
            """
            insert into tokens (token_hash, user_id, project_id, names_account, issued_ms, expires_ms, revoked)
            values (@TokenHash, @UserId, @ProjectId, @NamesAccount, @IssuedMs, @ExpiresMs, @Revoked)
            """,
            token
        );

    /// <summary>Called by the gate and the token check; primary key.</summary>
    public static Task<Token?> FindAsync(DbSession session, string tokenHash) =>
        session.SingleAsync<Token>(
            """
            select token_hash, user_id, project_id, names_account, issued_ms, expires_ms, revoked
            from tokens where token_hash = @tokenHash
            """,
            new { tokenHash }
        );

    /// <summary>Called when a user, its password or keys change (I23); index on user_id.</summary>
    public static async Task RevokeAllAsync(DbSession session, UserId user)
    {
        await session.ExecuteAsync("update tokens set revoked = 1 where user_id = @user", new { user = user.Value });
        await DirectoryVersion.RaiseAsync(session);
    }

    /// <summary>Called at logins, so that the table holds what is of use; no index, few rows.</summary>
    public static Task RemoveExpiredAsync(DbSession session, UserId user, long beforeMs) =>
        session.ExecuteAsync(
            "delete from tokens where user_id = @user and expires_ms < @beforeMs",
            new { user = user.Value, beforeMs }
        );
}
