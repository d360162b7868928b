using Cutroom.Server.Access;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Access;

/// <summary>Policies and grants as they are kept, once per engine.</summary>
public abstract class AccountPoliciesSpecs : IAsyncLifetime
{
    private const string Deny =
        """{"Version":"1.1","Statement":[{"Effect":"Deny","Action":["vod:asset:deleteEditTask"]}]}""";
    private const string Identity = """{"Version":"5.0","Statement":[{"Effect":"Allow","Action":["*"]}]}""";

    private static readonly AccountId Account = new("account");
    private static readonly UserId User = new("user");
    private static readonly ProjectId First = new("first");
    private static readonly ProjectId Second = new("second");
    private static readonly PolicyHolder Ann = new("ann", null);
    private static readonly PolicyHolder Editors = new(null, "editors");

    private readonly SqlDialect dialect;
    private TestDatabase database = null!; // started before each test

    private protected AccountPoliciesSpecs(SqlDialect dialect) => this.dialect = dialect;

    private AccountPolicies Policies => new(database.Database, null);

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.StartAsync(dialect, weak: true);
        await database.Database.WriteAsync(
            async session =>
            {
                await AccountStore.AddAsync(session, Account, "account");
                await ProjectStore.AddAsync(session, First, Account, "region-1");
                await ProjectStore.AddAsync(session, Second, Account, "region-1_b");
                await UserStore.AddAsync(session, User, Account, "ann", "");
                await GroupStore.AddAsync(session, new("group"), Account, "editors", "");
                return await GroupStore.AddMemberAsync(session, new("group"), User);
            },
            default
        );
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Grants_of_the_user_and_of_its_groups_count_together()
    {
        await Policies.CreateAsync(new("no-cancel", "", Deny), default);
        await Policies.AttachAsync(Ann, "VOD FullAccess", GrantScope.Everywhere, default);
        await Policies.AttachAsync(Editors, "no-cancel", GrantScope.Everywhere, default);

        Assert.False(await MayAsync("vod:asset:deleteEditTask", First));
        Assert.True(await MayAsync("vod:asset:createEditTask", First));

        await Policies.DetachAsync(Editors, "no-cancel", GrantScope.Everywhere, default);

        Assert.True(await MayAsync("vod:asset:deleteEditTask", First));
    }

    [Fact]
    public async Task A_grant_counts_where_it_was_given()
    {
        await Policies.AttachAsync(Editors, "VOD FullAccess", new("region-1_b", false), default);
        await Policies.AttachAsync(Ann, "administrator", new(null, true), default);

        Assert.False(await MayAsync("vod:asset:list", First));
        Assert.True(await MayAsync("vod:asset:list", Second));
        Assert.False(await MayAsync("iam:tokens:checkToken", Second));
        Assert.True(await MayAsync("iam:tokens:checkToken", new("")));
    }

    [Fact]
    public async Task Each_change_leaves_one_record_and_a_new_version_of_the_directory()
    {
        var before = await database.Database.ReadAsync(DirectoryVersion.ReadAsync, default);

        await Policies.CreateAsync(new("p", "", Identity), default);
        await Policies.AttachAsync(Ann, "p", GrantScope.Everywhere, default);
        await Policies.DetachAsync(Ann, "p", GrantScope.Everywhere, default);
        await Policies.DeleteAsync("p", default);

        Assert.Equal(before + 4, await database.Database.ReadAsync(DirectoryVersion.ReadAsync, default));
        Assert.Equal(
            ["admin:attachPolicy", "admin:createPolicy", "admin:deletePolicy", "admin:detachPolicy"],
            await database.Database.ReadAsync(
                session => session.ListAsync<string>("select action from audit order by action"),
                default
            )
        );
    }

    [Fact]
    public async Task What_does_not_go_together_is_refused_and_changes_nothing()
    {
        await Policies.CreateAsync(new("p", "", Identity), default);
        await Policies.AttachAsync(Editors, "p", GrantScope.Everywhere, default);

        await RefusedAsync("p already", () => Policies.CreateAsync(new("p", "", Deny), default));
        await RefusedAsync("VOD Guest already", () => Policies.CreateAsync(new("VOD Guest", "", Deny), default));
        await RefusedAsync("no scope", () => Policies.AttachAsync(Ann, "p", new("region-1", false), default));
        await RefusedAsync("no policy q", () => Policies.AttachAsync(Ann, "q", GrantScope.Everywhere, default));
        await RefusedAsync("no project z", () => Policies.AttachAsync(Ann, "VOD Guest", new("z", false), default));
        await RefusedAsync(
            "no user bob",
            () => Policies.AttachAsync(new("bob", null), "p", GrantScope.Everywhere, default)
        );
        await RefusedAsync(
            "no group x",
            () => Policies.AttachAsync(new(null, "x"), "p", GrantScope.Everywhere, default)
        );
        await RefusedAsync("already", () => Policies.AttachAsync(Editors, "p", GrantScope.Everywhere, default));
        await RefusedAsync("not attached", () => Policies.DetachAsync(Ann, "p", GrantScope.Everywhere, default));
        await RefusedAsync("attached to group editors", () => Policies.DeleteAsync("p", default));
        await RefusedAsync("no policy q", () => Policies.DeleteAsync("q", default));
    }

    private static async Task RefusedAsync(string reason, Func<Task> change) =>
        Assert.Contains(reason, (await Assert.ThrowsAsync<InvalidOperationException>(change)).Message);

    private async Task<bool> MayAsync(string action, ProjectId project)
    {
        var principal = await database.Database.ReadAsync(session => Principal.FindAsync(session, User), default);
        return principal!.PoliciesIn(project).Decide(new(action, [AccessResource.All], AccessFacts.None)).IsAllowed;
    }
}

public sealed class SqliteAccountPoliciesSpecs() : AccountPoliciesSpecs(SqlDialect.Sqlite);

public sealed class PostgresAccountPoliciesSpecs() : AccountPoliciesSpecs(SqlDialect.Postgres);
