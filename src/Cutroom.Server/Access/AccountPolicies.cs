using Cutroom.Server.Identity;
using Cutroom.Server.Storage;

namespace Cutroom.Server.Access;

/// <summary>
/// The operator's changes to policies and grants: each with its audit record and a new version of the directory in one transaction,
/// so that every node acts on it within five seconds (I23, I24).
/// </summary>
/// <param name="accountName">Null where the installation has one account.</param>
internal sealed class AccountPolicies(Database database, string? accountName)
{
    private const int MaxName = 64;
    private const int MaxDescription = 256;

    /// <exception cref="FormatException">The name or the document is none.</exception>
    /// <exception cref="InvalidOperationException">The name is taken.</exception>
    public Task CreateAsync(StoredPolicy policy, CancellationToken cancellation)
    {
        if (policy.Name.Length is 0 or > MaxName || policy.Name.Any(char.IsControl))
            throw new FormatException($"A policy's name has 1 to {MaxName} printable characters.");
        if (policy.Description.Length > MaxDescription)
            throw new FormatException($"A description has at most {MaxDescription} characters.");
        PolicyDocument.Read(policy.Name, policy.Document);
        return ChangeAsync(
            "admin:createPolicy",
            async (session, account) =>
            {
                if (
                    SystemPolicies.Find(policy.Name) is not null
                    || !await PolicyStore.AddAsync(session, account, policy)
                )
                    throw new InvalidOperationException($"There is a policy {policy.Name} already.");
                return policy.Name;
            },
            cancellation
        );
    }

    /// <exception cref="InvalidOperationException">There is none of that name, or somebody holds it.</exception>
    public Task DeleteAsync(string name, CancellationToken cancellation) =>
        ChangeAsync(
            "admin:deletePolicy",
            async (session, account) =>
            {
                if (await GrantStore.ListHoldersAsync(session, account, name) is { Count: > 0 } holders)
                    throw new InvalidOperationException($"{name} is attached to {string.Join(", ", holders)}.");
                if (!await PolicyStore.DeleteAsync(session, account, name))
                    throw new InvalidOperationException($"There is no policy {name} of the account's own.");
                return name;
            },
            cancellation
        );

    /// <param name="where">Where the policy is to count.</param>
    /// <exception cref="InvalidOperationException">Something named is not there, or does not go together.</exception>
    public Task AttachAsync(PolicyHolder holder, string policy, GrantScope where, CancellationToken cancellation) =>
        ChangeAsync(
            "admin:attachPolicy",
            async (session, account) =>
            {
                var found = await FindAsync(session, account, policy);
                if (found.Model == PolicyModel.Identity && where != GrantScope.Everywhere)
                    throw new InvalidOperationException(
                        "An identity policy has no scope; its resources and conditions say where it counts."
                    );
                var grant = new Grant(await where.ResolveAsync(session, account), found.Name);
                var isNew = await holder.ResolveAsync(session, account) switch
                {
                    ({ } user, _) => await GrantStore.AddAsync(session, user, grant),
                    (_, var group) => await GrantStore.AddAsync(session, group!.Value, grant), // one of the two is there
                };
                return isNew
                    ? $"{holder}: {policy}{where}"
                    : throw new InvalidOperationException($"{policy} is attached to {holder}{where} already.");
            },
            cancellation
        );

    /// <exception cref="InvalidOperationException">Something named is not there.</exception>
    public Task DetachAsync(PolicyHolder holder, string policy, GrantScope where, CancellationToken cancellation) =>
        ChangeAsync(
            "admin:detachPolicy",
            async (session, account) =>
            {
                var grant = new Grant(await where.ResolveAsync(session, account), policy);
                var wasThere = await holder.ResolveAsync(session, account) switch
                {
                    ({ } user, _) => await GrantStore.RemoveAsync(session, user, grant),
                    (_, var group) => await GrantStore.RemoveAsync(session, group!.Value, grant), // one of the two is there
                };
                return wasThere
                    ? $"{holder}: {policy}{where}"
                    : throw new InvalidOperationException($"{policy} is not attached to {holder}{where}.");
            },
            cancellation
        );

    public Task<T> ReadAsync<T>(Func<DbSession, AccountId, Task<T>> work, CancellationToken cancellation) =>
        database.ReadAsync(async session => await work(session, await AccountAsync(session)), cancellation);

    /// <exception cref="InvalidOperationException">There is none of that name.</exception>
    public static async Task<AccessPolicy> FindAsync(DbSession session, AccountId account, string name)
    {
        if (SystemPolicies.Find(name) is { } system)
            return system;
        var own =
            await PolicyStore.FindAsync(session, account, name)
            ?? throw new InvalidOperationException($"There is no policy {name}.");
        return PolicyDocument.Read(own.Name, own.Document);
    }

    /// <param name="change">Returns what was changed, for the audit record.</param>
    private async Task ChangeAsync(
        string verb,
        Func<DbSession, AccountId, Task<string>> change,
        CancellationToken cancellation
    ) =>
        await database.WriteAsync(
            async session =>
            {
                var changed = await change(session, await AccountAsync(session));
                await Author.Operator.AuditAsync(session, verb, changed);
                await DirectoryVersion.RaiseAsync(session);
                return true;
            },
            cancellation
        );

    private async Task<AccountId> AccountAsync(DbSession session)
    {
        var accounts = (await AccountStore.ListAsync(session))
            .Where(account => accountName is null || account.Name == accountName)
            .ToList();
        return accounts switch
        {
            [var only] => only.Id,
            [] when accountName is null => throw new InvalidOperationException(
                "There is no account yet: run admin bootstrap."
            ),
            [] => throw new InvalidOperationException($"There is no account {accountName}."),
            _ => throw new InvalidOperationException("There are several accounts: name one with --account."),
        };
    }
}
