using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;

namespace Cutroom.Server.Identity;

/// <summary>Adding accounts and turning them off and on, with the audit record in the same transaction (I24).</summary>
internal sealed class Accounts(Database database)
{
    private const int MaxName = 64;

    /// <exception cref="Refusal">The name cannot be, or is taken.</exception>
    public async Task<AccountId> AddAsync(Author author, string name, CancellationToken cancellation)
    {
        if (name.Length is 0 or > MaxName || name.Trim() != name || name.Any(char.IsControl))
            throw new Refusal(
                WireError.InvalidTokenRequest,
                $"an account's name has 1 to {MaxName} characters, not '{name}'"
            );
        var account = new AccountId(Ids.New());
        return await database.WriteAsync(
            async session =>
            {
                if (!await AccountStore.AddAsync(session, account, name))
                    throw new Refusal(WireError.AlreadyThere, $"account {name}");
                await author.AuditAsync(session, "iam:accounts:create", account.Value, name);
                return account;
            },
            cancellation
        );
    }

    /// <summary>Off stops every user of the account, keys and tokens included, until it is on again.</summary>
    public Task SetEnabledAsync(Author author, Account account, bool enabled, CancellationToken cancellation) =>
        database.WriteAsync(
            async session =>
            {
                await AccountStore.SetEnabledAsync(session, account.Id, enabled);
                var state = enabled ? "enabled" : "disabled";
                await author.AuditAsync(session, "iam:accounts:update", account.AccountId, state);
                return true;
            },
            cancellation
        );
}
