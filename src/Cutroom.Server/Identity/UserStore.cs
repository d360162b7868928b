using Cutroom.Server.Storage;

namespace Cutroom.Server.Identity;

/// <summary>A person or robot inside an account.</summary>
internal sealed record User(string UserId, string AccountId, string Name, string PasswordHash, long Enabled)
{
    public UserId Id => new(UserId);

    public bool IsEnabled => Enabled == 1;
}

internal static class UserStore
{
    private const string Columns = "user_id, account_id, name, password_hash, enabled";

    /// <summary>Called by the bootstrap. Primary key and unique (account, name) stand against two writers.</summary>
    public static Task AddAsync(DbSession session, UserId id, AccountId account, string name, string passwordHash) =>
        session.ExecuteAsync(
            $"""
            insert into users (user_id, account_id, name, password_hash, enabled, created_ms)
            values (@id, @account, @name, @passwordHash, 1, {session.Dialect.NowMs})
            """,
            new
            {
                id = id.Value,
                account = account.Value,
                name,
                passwordHash,
            }
        );

    /// <summary>Called by logins; uses the unique index (account_id, name).</summary>
    public static Task<User?> FindByNameAsync(DbSession session, AccountId account, string name) =>
        session.SingleAsync<User>(
            $"select {Columns} from users where account_id = @account and name = @name",
            new { account = account.Value, name }
        );

    /// <summary>Called by the operator's verbs, where a name alone usually says who is meant.</summary>
    public static Task<IReadOnlyList<User>> ListAsync(DbSession session) =>
        session.ListAsync<User>($"select {Columns} from users order by created_ms, user_id");

    /// <summary>Called by the key reset; one statement, so the last writer wins as a whole.</summary>
    public static Task SetPasswordAsync(DbSession session, UserId id, string passwordHash) =>
        session.ExecuteAsync(
            "update users set password_hash = @passwordHash where user_id = @id",
            new { id = id.Value, passwordHash }
        );

    /// <summary>Called when a user is disabled or enabled; the gate notices within its cache's life (I23).</summary>
    public static Task SetEnabledAsync(DbSession session, UserId id, bool enabled) =>
        session.ExecuteAsync(
            "update users set enabled = @enabled where user_id = @id",
            new { id = id.Value, enabled = enabled ? 1 : 0 }
        );
}
