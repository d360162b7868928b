using Cutroom.Server.Storage;

namespace Cutroom.Server.Identity;

/// <summary>The billing owner; everything else belongs to one.</summary>
internal sealed record Account(string AccountId, string Name)
{
    public AccountId Id => new(AccountId);
}

internal static class AccountStore
{
    /// <summary>Called by the bootstrap. The primary key and the unique name stand against two writers.</summary>
    public static Task AddAsync(DbSession session, AccountId id, string name) =>
        session.ExecuteAsync(
            $"insert into accounts (account_id, name, created_ms) values (@id, @name, {session.Dialect.NowMs})",
            new { id = id.Value, name }
        );

    /// <summary>Called by logins; uses the unique index on name.</summary>
    public static Task<Account?> FindByNameAsync(DbSession session, string name) =>
        session.SingleAsync<Account>("select account_id, name from accounts where name = @name", new { name });

    /// <summary>Called by the bootstrap and the operator's verbs, which work on an installation with few accounts.</summary>
    public static Task<IReadOnlyList<Account>> ListAsync(DbSession session) =>
        session.ListAsync<Account>("select account_id, name from accounts order by account_id");
}
