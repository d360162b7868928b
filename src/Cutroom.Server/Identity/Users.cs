using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;

namespace Cutroom.Server.Identity;

/// <summary>Adding users, turning them off and on, and new passwords, with the audit record in the same transaction (I24).</summary>
internal sealed class Users(Database database)
{
    private const int MaxName = 64;
    private const int MaxDescription = 255;
    private const int LeastPassword = 8;
    private const int MostPassword = 128;

    /// <exception cref="Refusal">The name or the password cannot be, or the account has a user of this name.</exception>
    public async Task<UserId> AddAsync(
        Author author,
        AccountId account,
        string name,
        string password,
        string description,
        CancellationToken cancellation
    )
    {
        if (name.Length is 0 or > MaxName || name.Trim() != name || name.Any(char.IsControl))
            throw new Refusal(
                WireError.InvalidTokenRequest,
                $"a user's name has 1 to {MaxName} characters, not '{name}'"
            );
        if (description.Length > MaxDescription)
            throw new Refusal(WireError.InvalidTokenRequest, $"a description has at most {MaxDescription} characters");
        var (user, hash) = (new UserId(Ids.New()), HashOf(password));
        return await database.WriteAsync(
            async session =>
            {
                if (await UserStore.FindByNameAsync(session, account, name) is not null)
                    throw new Refusal(WireError.AlreadyThere, $"user {name}");
                await UserStore.AddAsync(session, user, account, name, hash, description);
                await author.AuditAsync(session, "iam:users:createUser", user.Value, name);
                return user;
            },
            cancellation
        );
    }

    /// <summary>Off ends the user's tokens and temporary keys, too: they do not come back with it (I23).</summary>
    public Task SetEnabledAsync(Author author, UserId user, bool enabled, CancellationToken cancellation) =>
        database.WriteAsync(
            async session =>
            {
                await UserStore.SetEnabledAsync(session, user, enabled);
                if (!enabled)
                    await Credentials.EndAsync(session, user);
                await author.AuditAsync(session, "iam:users:updateUser", user.Value, enabled ? "enabled" : "disabled");
                return true;
            },
            cancellation
        );

    /// <summary>Ends the user's tokens and temporary keys.</summary>
    public Task SetPasswordAsync(Author author, UserId user, string password, CancellationToken cancellation)
    {
        var hash = HashOf(password);
        return database.WriteAsync(
            async session =>
            {
                await UserStore.SetPasswordAsync(session, user, hash);
                await Credentials.EndAsync(session, user);
                await author.AuditAsync(session, "iam:users:setPassword", user.Value);
                return true;
            },
            cancellation
        );
    }

    private static string HashOf(string password) =>
        password.Length is >= LeastPassword and <= MostPassword
            ? PasswordHash.Make(password)
            : throw new Refusal(
                WireError.InvalidTokenRequest,
                $"a password has {LeastPassword} to {MostPassword} characters, not {password.Length}"
            );
}
