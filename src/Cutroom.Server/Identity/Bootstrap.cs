using Cutroom.Server.Access;
using Cutroom.Server.Storage;
using Cutroom.Wire.Identity;

namespace Cutroom.Server.Identity;

/// <summary>Makes the first account, project, user and keys of an installation.</summary>
internal sealed class Bootstrap(Database database, Seal seal)
{
    public const string AccountName = "cutroom";
    public const string ProjectName = "region-1";
    public const string UserName = "admin";

    /// <returns>Null where there is an account already: nothing was changed.</returns>
    public async Task<BootstrapIdentity?> CreateAsync(CancellationToken cancellation)
    {
        var made = new BootstrapIdentity(
            Ids.New(),
            AccountName,
            Ids.New(),
            ProjectName,
            Ids.New(),
            UserName,
            Secrets.NewPassword(),
            Secrets.NewAk(),
            Secrets.NewSk()
        );
        if (await database.ReadAsync(IsThereAsync, cancellation))
            return null;
        var passwordHash = PasswordHash.Make(made.Password);
        return await database.WriteAsync<BootstrapIdentity?>(
            async session =>
            {
                var (account, user) = (new AccountId(made.AccountId), new UserId(made.UserId));
                if (await IsThereAsync(session) || !await AccountStore.AddAsync(session, account, made.AccountName))
                    return null;
                await ProjectStore.AddAsync(session, new(made.ProjectId), account, made.ProjectName);
                await UserStore.AddAsync(session, user, account, made.UserName, passwordHash);
                await GrantStore.AddAsync(session, user, new Grant("", SystemPolicies.Administrator));
                await AddKeyAsync(session, user, made.Ak, made.Sk);
                await AuditAsync(session, user, "admin:bootstrap", made.AccountId);
                return made;
            },
            cancellation
        );
    }

    /// <summary>Gives the first user a new password and one new key; all its old keys and tokens end.</summary>
    /// <returns>Null where there is nothing to reset.</returns>
    public async Task<BootstrapIdentity?> ResetKeysAsync(CancellationToken cancellation)
    {
        var (password, ak, sk) = (Secrets.NewPassword(), Secrets.NewAk(), Secrets.NewSk());
        var passwordHash = PasswordHash.Make(password);
        return await database.WriteAsync<BootstrapIdentity?>(
            async session =>
            {
                var account = await AccountStore.FindByNameAsync(session, AccountName);
                if (account is null || await UserStore.FindByNameAsync(session, account.Id, UserName) is not { } user)
                    return null;
                var projects = await ProjectStore.ListAsync(session, account.Id);
                var project = projects.First(one => one.Name == ProjectName);
                await AccessKeyStore.RemoveAllAsync(session, user.Id);
                await Credentials.EndAsync(session, user.Id);
                await UserStore.SetPasswordAsync(session, user.Id, passwordHash);
                await AddKeyAsync(session, user.Id, ak, sk);
                await AuditAsync(session, user.Id, "admin:resetKeys", user.UserId);
                return new(
                    account.AccountId,
                    account.Name,
                    project.ProjectId,
                    project.Name,
                    user.UserId,
                    user.Name,
                    password,
                    ak,
                    sk
                );
            },
            cancellation
        );
    }

    private static async Task<bool> IsThereAsync(DbSession session) =>
        (await AccountStore.ListAsync(session)).Count > 0;

    private async Task AddKeyAsync(DbSession session, UserId user, string ak, string sk) =>
        await AccessKeyStore.AddAsync(session, ak, user, seal.Close(sk, ak, user), Seal.KeyVersion);

    private static Task AuditAsync(DbSession session, UserId user, string action, string resource) =>
        AuditLog.WriteAsync(session, new(""), user, action, resource, requestId: "");
}
