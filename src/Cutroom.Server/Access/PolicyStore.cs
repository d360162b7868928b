using Cutroom.Server.Storage;

namespace Cutroom.Server.Access;

/// <summary>A policy an account made for itself, as it is kept.</summary>
internal sealed record StoredPolicy(string Name, string Description, string Document);

/// <summary>Every statement on an account's own policies. Callers raise the directory's version.</summary>
internal static class PolicyStore
{
    private const string Columns = "name, description, document";

    /// <summary>Called by the operator's verb; of two writers the primary key lets one through.</summary>
    /// <returns>False where the name is taken: nothing was changed.</returns>
    public static async Task<bool> AddAsync(DbSession session, AccountId account, StoredPolicy policy) =>
        await session.ExecuteAsync(
            $"""
            insert into policies (account_id, name, description, document, created_ms)
            values (@account, @Name, @Description, @Document, {session.Dialect.NowMs})
            on conflict (account_id, name) do nothing
            """,
            new
            {
                account = account.Value,
                policy.Name,
                policy.Description,
                policy.Document,
            }
        ) == 1;

    /// <returns>False where there is none of that name.</returns>
    public static async Task<bool> DeleteAsync(DbSession session, AccountId account, string name) =>
        await session.ExecuteAsync(
            "delete from policies where account_id = @account and name = @name",
            new { account = account.Value, name }
        ) == 1;

    /// <summary>Called by the operator's verbs; primary key.</summary>
    public static Task<StoredPolicy?> FindAsync(DbSession session, AccountId account, string name) =>
        session.SingleAsync<StoredPolicy>(
            $"select {Columns} from policies where account_id = @account and name = @name",
            new { account = account.Value, name }
        );

    /// <summary>Called by the operator's list and when the directory loads a user; leading column of the primary key.</summary>
    public static Task<IReadOnlyList<StoredPolicy>> ListAsync(DbSession session, AccountId account) =>
        session.ListAsync<StoredPolicy>(
            $"select {Columns} from policies where account_id = @account order by name",
            new { account = account.Value }
        );
}
