using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;

namespace Cutroom.Server.Identity;

/// <summary>Finds what an operator names. The account may be left out where there is one only.</summary>
internal sealed class Names(Database database, string? accountName, CancellationToken cancellation)
{
    public async Task<Account> AccountAsync(string? name = null)
    {
        var accounts = await database.ReadAsync(AccountStore.ListAsync, cancellation);
        var wanted = name ?? accountName;
        return accounts.Where(account => wanted is null || account.Name == wanted).ToList() switch
        {
            [var only] => only,
            [] => throw new Refusal(
                WireError.NotFound,
                wanted is null ? "an account: run admin bootstrap" : $"account {wanted}"
            ),
            _ => throw new Refusal(WireError.NotFound, "the account meant: there are several, name one with --account"),
        };
    }

    /// <param name="name">Null for the account's first user.</param>
    public async Task<User> UserAsync(string? name)
    {
        var account = await AccountAsync();
        var users = await database.ReadAsync(UserStore.ListAsync, cancellation);
        return users.FirstOrDefault(user => user.Account == account.Id && (name is null || user.Name == name))
            ?? throw new Refusal(WireError.NotFound, $"user {name} in account {account.Name}");
    }

    public async Task<Group> GroupAsync(string name)
    {
        var account = await AccountAsync();
        return await database.ReadAsync(session => GroupStore.FindByNameAsync(session, account.Id, name), cancellation)
            ?? throw new Refusal(WireError.NotFound, $"group {name} in account {account.Name}");
    }

    /// <param name="nameOrId">Ids are unique over all accounts; a name counts inside one.</param>
    public async Task<Project> ProjectAsync(string nameOrId)
    {
        if (
            await database.ReadAsync(session => ProjectStore.FindAsync(session, new(nameOrId)), cancellation) is
            { } byId
        )
            return byId;
        var account = await AccountAsync();
        var projects = await database.ReadAsync(session => ProjectStore.ListAsync(session, account.Id), cancellation);
        return projects.FirstOrDefault(project => project.Name == nameOrId)
            ?? throw new Refusal(WireError.NotFound, $"project {nameOrId} in account {account.Name}");
    }
}
