using Cutroom.Server.Access;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Cutroom.Testing;

/// <summary>More projects, users and keys than the bootstrap makes.</summary>
internal static class TestIdentities
{
    /// <summary>A project of the first account.</summary>
    public static async Task<ProjectId> AddProjectAsync(this RunningServer server, string name, string? id = null)
    {
        var project = new ProjectId(id ?? Ids.New());
        await server.WriteAsync(session =>
            ProjectStore.AddAsync(session, project, new(server.Identity.AccountId), name)
        );
        return project;
    }

    /// <summary>An account of its own with a project and an administrator's key.</summary>
    public static async Task<(ProjectId Project, string Ak, string Sk)> AddAccountAsync(
        this RunningServer server,
        string name
    )
    {
        var (account, project) = (new AccountId(Ids.New()), new ProjectId(Ids.New()));
        await server.WriteAsync(async session =>
        {
            await AccountStore.AddAsync(session, account, name);
            await ProjectStore.AddAsync(session, project, account, "region-1");
        });
        var (_, ak, sk) = await server.AddUserAsync("admin", account, SystemPolicies.Administrator);
        return (project, ak, sk);
    }

    /// <param name="account">The first account where null.</param>
    /// <param name="policy">Granted on every project; nothing is granted where null.</param>
    public static async Task<(UserId User, string Ak, string Sk)> AddUserAsync(
        this RunningServer server,
        string name,
        AccountId? account = null,
        string? policy = null,
        string passwordHash = ""
    )
    {
        var (user, ak, sk) = (new UserId(Ids.New()), Secrets.NewAk(), Secrets.NewSk());
        await server.WriteAsync(async session =>
        {
            await UserStore.AddAsync(session, user, account ?? new(server.Identity.AccountId), name, passwordHash);
            if (policy is not null)
                await GrantStore.AddAsync(session, user, new Grant("", policy));
        });
        await server.AddKeyAsync(ak, sk, user);
        return (user, ak, sk);
    }

    /// <param name="user">The bootstrap's user where null.</param>
    public static Task AddKeyAsync(this RunningServer server, string ak, string sk, UserId? user = null)
    {
        var owner = user ?? new(server.Identity.UserId);
        var closed = server.Services.GetRequiredService<Seal>().Close(sk, ak, owner);
        return server.WriteAsync(session => AccessKeyStore.AddAsync(session, ak, owner, closed, Seal.KeyVersion));
    }

    public static Task WriteAsync(this RunningServer server, Func<DbSession, Task> work) =>
        server
            .Services.GetRequiredService<Database>()
            .WriteAsync(
                async session =>
                {
                    await work(session);
                    return true;
                },
                CancellationToken.None
            );
}
