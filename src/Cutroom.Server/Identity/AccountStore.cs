using Cutroom.Server.Storage;

namespace Cutroom.Server.Identity;

/// <summary>The billing owner; everything else belongs to one.</summary>
internal sealed record Account(string AccountId, string Name, long Enabled)
{
    public AccountId Id => new(AccountId);

    public bool IsEnabled => Enabled == 1;
}

internal static class AccountStore
{
    /// <summary>Called by the bootstrap; of two writers the unique name lets one through, the other waits and is told.</summary>
    /// <returns>False where the name is taken: nothing was changed.</returns>
    public static async Task<bool> AddAsync(DbSession session, AccountId id, string name) =>
        await session.ExecuteAsync(
            $"""
            insert into accounts (account_id, name, created_ms) values (@id, @name, {session.Dialect.NowMs})
            on conflict (name) do nothing
            """,
            new { id = id.Value, name }
        ) == 1;

    /// <summary>Called by the operator; nobody of an account that is off comes in.</summary>
    public static async Task SetEnabledAsync(DbSession session, AccountId id, bool enabled)
    {
        await session.ExecuteAsync(
            "update accounts set enabled = @enabled where account_id = @id",
            new { id = id.Value, enabled = enabled ? 1 : 0 }
        );
        await DirectoryVersion.RaiseAsync(session);
    }

    /// <summary>Called by logins; uses the unique index on name.</summary>
    public static Task<Account?> FindByNameAsync(DbSession session, string name) =>
        session.SingleAsync<Account>("select account_id, name, enabled from accounts where name = @name", new { name });

    /// <summary>Called by the bootstrap and the operator's verbs, which work on an installation with few accounts.</summary>
    public static Task<IReadOnlyList<Account>> ListAsync(DbSession session) =>
        session.ListAsync<Account>("select account_id, name, enabled from accounts order by account_id");
}
