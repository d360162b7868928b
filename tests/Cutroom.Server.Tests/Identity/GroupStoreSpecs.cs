using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Identity;

/// <summary>Groups and memberships, once per engine.</summary>
public abstract class GroupStoreSpecs : IAsyncLifetime
{
    private static readonly AccountId Account = new("account");
    private static readonly UserId User = new("user");
    private static readonly GroupId Editors = new("group");

    private readonly SqlDialect dialect;
    private TestDatabase database = null!; // started before each test

    private protected GroupStoreSpecs(SqlDialect dialect) => this.dialect = dialect;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.StartAsync(dialect, weak: true);
        await WriteAsync(async session =>
        {
            await AccountStore.AddAsync(session, Account, "account");
            await UserStore.AddAsync(session, User, Account, "ann", "");
            return await GroupStore.AddAsync(session, Editors, Account, "editors", "");
        });
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task The_gate_sees_the_groups_of_a_user()
    {
        Assert.True(await WriteAsync(session => GroupStore.AddMemberAsync(session, Editors, User)));
        var member = await ReadAsync(session => Principal.FindAsync(session, User));
        Assert.True(await WriteAsync(session => GroupStore.RemoveMemberAsync(session, Editors, User)));
        var stranger = await ReadAsync(session => Principal.FindAsync(session, User));

        Assert.Equal([Editors], member!.Groups.Select(group => group.Id));
        Assert.Empty(stranger!.Groups);
    }

    [Fact]
    public async Task A_name_is_taken_once_and_a_membership_counts_once()
    {
        var group = new GroupId("other");

        Assert.False(await WriteAsync(session => GroupStore.AddAsync(session, group, Account, "editors", "")));
        Assert.True(await WriteAsync(session => GroupStore.AddMemberAsync(session, Editors, User)));
        Assert.False(await WriteAsync(session => GroupStore.AddMemberAsync(session, Editors, User)));
        Assert.Equal(["ann"], await ReadAsync(session => GroupStore.ListMemberNamesAsync(session, Editors)));
    }

    [Fact]
    public async Task A_group_goes_with_its_memberships()
    {
        await WriteAsync(session => GroupStore.AddMemberAsync(session, Editors, User));

        await WriteAsync(async session =>
        {
            await GroupStore.RemoveMembershipsAsync(session, Editors);
            await GroupStore.RemoveAsync(session, Editors);
            return true;
        });

        Assert.Empty(await ReadAsync(session => GroupStore.ListAsync(session, Account)));
    }

    [Fact]
    public async Task Each_change_raises_the_version_by_one()
    {
        var before = await ReadAsync(DirectoryVersion.ReadAsync);

        await WriteAsync(async session =>
        {
            await DirectoryVersion.RaiseAsync(session);
            return true;
        });

        Assert.Equal(before + 1, await ReadAsync(DirectoryVersion.ReadAsync));
    }

    private Task<T> ReadAsync<T>(Func<DbSession, Task<T>> work) =>
        database.Database.ReadAsync(work, CancellationToken.None);

    private Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work) =>
        database.Database.WriteAsync(work, CancellationToken.None);
}

public sealed class GroupStoreSpecsOnSqlite() : GroupStoreSpecs(SqlDialect.Sqlite);

public sealed class GroupStoreSpecsOnPostgres() : GroupStoreSpecs(SqlDialect.Postgres);
