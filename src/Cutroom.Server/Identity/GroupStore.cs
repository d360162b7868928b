using Cutroom.Server.Storage;

namespace Cutroom.Server.Identity;

/// <summary>Users who share grants.</summary>
internal sealed record Group(string GroupId, string AccountId, string Name, string Description)
{
    public GroupId Id => new(GroupId);
}

/// <summary>Every statement on groups and memberships; what changes who is in one raises the directory's version.</summary>
internal static class GroupStore
{
    private const string Columns = "group_id, account_id, name, description";

    /// <summary>Called by the operator's verbs; of two writers the unique name lets one through.</summary>
    /// <returns>False where the name is taken: nothing was changed.</returns>
    public static async Task<bool> AddAsync(
        DbSession session,
        GroupId id,
        AccountId account,
        string name,
        string description
    ) =>
        await session.ExecuteAsync(
            $"""
            insert into groups (group_id, account_id, name, description, created_ms)
            values (@id, @account, @name, @description, {session.Dialect.NowMs})
            on conflict (account_id, name) do nothing
            """,
            new
            {
                id = id.Value,
                account = account.Value,
                name,
                description,
            }
        ) == 1;

    /// <summary>Called by the operator's verbs; uses the unique index (account_id, name).</summary>
    public static Task<Group?> FindByNameAsync(DbSession session, AccountId account, string name) =>
        session.SingleAsync<Group>(
            $"select {Columns} from groups where account_id = @account and name = @name",
            new { account = account.Value, name }
        );

    /// <summary>Called by the operator's list and the identity calls; index (account_id, name).</summary>
    public static Task<IReadOnlyList<Group>> ListAsync(DbSession session, AccountId account) =>
        session.ListAsync<Group>(
            $"select {Columns} from groups where account_id = @account order by name",
            new { account = account.Value }
        );

    /// <summary>Called by the gate when it loads a user; index on user_id.</summary>
    public static Task<IReadOnlyList<Group>> ListOfUserAsync(DbSession session, UserId user) =>
        session.ListAsync<Group>(
            """
            select groups.group_id, groups.account_id, groups.name, groups.description
            from group_memberships join groups on groups.group_id = group_memberships.group_id
            where group_memberships.user_id = @user order by groups.name
            """,
            new { user = user.Value }
        );

    /// <summary>Called by the operator's verbs; leading column of the primary key.</summary>
    public static Task<IReadOnlyList<string>> ListMemberNamesAsync(DbSession session, GroupId group) =>
        session.ListAsync<string>(
            """
            select users.name from group_memberships join users on users.user_id = group_memberships.user_id
            where group_memberships.group_id = @group order by users.name
            """,
            new { group = group.Value }
        );

    /// <returns>False where the user is a member already.</returns>
    public static async Task<bool> AddMemberAsync(DbSession session, GroupId group, UserId user)
    {
        await DirectoryVersion.RaiseAsync(session);
        return await session.ExecuteAsync(
                "insert into group_memberships (group_id, user_id) values (@group, @user) on conflict do nothing",
                new { group = group.Value, user = user.Value }
            ) == 1;
    }

    /// <returns>False where the user is no member.</returns>
    public static async Task<bool> RemoveMemberAsync(DbSession session, GroupId group, UserId user)
    {
        await DirectoryVersion.RaiseAsync(session);
        return await session.ExecuteAsync(
                "delete from group_memberships where group_id = @group and user_id = @user",
                new { group = group.Value, user = user.Value }
            ) == 1;
    }

    /// <summary>Called when a group is deleted; leading column of the primary key.</summary>
    public static Task RemoveMembershipsAsync(DbSession session, GroupId group) =>
        session.ExecuteAsync("delete from group_memberships where group_id = @group", new { group = group.Value });

    /// <summary>After its memberships and whatever was attached to it.</summary>
    public static async Task RemoveAsync(DbSession session, GroupId group)
    {
        await session.ExecuteAsync("delete from groups where group_id = @group", new { group = group.Value });
        await DirectoryVersion.RaiseAsync(session);
    }
}
