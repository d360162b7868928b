using Cutroom.Server.Storage;

namespace Cutroom.Server.Identity;

/// <summary>A person or robot inside an account.</summary>
internal sealed record User(
    string UserId,
    string AccountId,
    string Name,
    string PasswordHash,
    long Enabled,
    string Description
)
{
    public UserId Id => new(UserId);

    public AccountId Account => new(AccountId);

    public bool IsEnabled => Enabled == 1;

    /// <summary>Without the hash: records print their members otherwise.</summary>
    public override string ToString() => $"{Name} ({UserId})";
}

/// <summary>Every statement on users; what decides whether one may come in raises the directory's version.</summary>
internal static class UserStore
{
    private const string Columns = "user_id, account_id, name, password_hash, enabled, description";

    /// <summary>Called by the bootstrap. Primary key and unique (account, name) stand against two writers.</summary>
    public static Task AddAsync(
        DbSession session,
        UserId id,
        AccountId account,
        string name,
        string passwordHash,
        string description = ""
    ) =>
        session.ExecuteAsync(
            $"""
            insert into users (user_id, account_id, name, password_hash, enabled, created_ms, description)
            values (@id, @account, @name, @passwordHash, 1, {session.Dialect.NowMs}, @description)
            """,
            new
            {
                id = id.Value,
                account = account.Value,
                name,
                passwordHash,
                description,
            }
        );

    /// <summary>Called by logins; uses the unique index (account_id, name).</summary>
    public static Task<User?> FindByNameAsync(DbSession session, AccountId account, string name) =>
        session.SingleAsync<User>(
            $"select {Columns} from users where account_id = @account and name = @name",
            new { account = account.Value, name }
        );

    /// <summary>Called by the identity calls and where a credential names its user; primary key.</summary>
    public static Task<User?> FindAsync(DbSession session, UserId id) =>
        session.SingleAsync<User>($"select {Columns} from users where user_id = @id", new { id = id.Value });

    /// <summary>Called by the identity calls; uses the unique index (account_id, name).</summary>
    public static Task<IReadOnlyList<User>> ListAsync(DbSession session, AccountId account) =>
        session.ListAsync<User>(
            $"select {Columns} from users where account_id = @account order by name",
            new { account = account.Value }
        );

    /// <summary>Holds the row until the transaction ends, so that two writers count the user's keys one after the other.</summary>
    /// <returns>False where there is no such user.</returns>
    public static async Task<bool> HoldAsync(DbSession session, UserId id) =>
        await session.ExecuteAsync("update users set enabled = enabled where user_id = @id", new { id = id.Value })
        == 1;

    /// <summary>Called by the operator's verbs, where a name alone usually says who is meant.</summary>
    public static Task<IReadOnlyList<User>> ListAsync(DbSession session) =>
        session.ListAsync<User>($"select {Columns} from users order by created_ms, user_id");

    /// <summary>Called by the key reset; one statement, so the last writer wins as a whole.</summary>
    public static Task SetPasswordAsync(DbSession session, UserId id, string passwordHash) =>
        session.ExecuteAsync(
            "update users set password_hash = @passwordHash where user_id = @id",
            new { id = id.Value, passwordHash }
        );

    /// <summary>Called when a user is disabled or enabled; every node notices within five seconds (I23).</summary>
    public static async Task SetEnabledAsync(DbSession session, UserId id, bool enabled)
    {
        await session.ExecuteAsync(
            "update users set enabled = @enabled where user_id = @id",
            new { id = id.Value, enabled = enabled ? 1 : 0 }
        );
        await DirectoryVersion.RaiseAsync(session);
    }
}
