using Cutroom.Server.Storage;

namespace Cutroom.Server.Access;

/// <summary>A policy given to a user or a group: on one project, on all, or for the calls that name no project.</summary>
/// <param name="ProjectId">Empty for everywhere, <see cref="Global"/> for calls without a project.</param>
/// <param name="Policy">Name of a system policy or of one of the account's own.</param>
internal sealed record Grant(string ProjectId, string Policy)
{
    /// <summary>No project has this id: parentheses cannot stand in one.</summary>
    public const string Global = "(global)";

    /// <param name="project">Empty for a call that names none.</param>
    public bool Covers(ProjectId project) =>
        ProjectId.Length == 0 || ProjectId == (project.Value.Length == 0 ? Global : project.Value);
}

/// <summary>Every statement on grants. Callers raise the directory's version.</summary>
internal static class GrantStore
{
    /// <summary>Called by the bootstrap and the operator's verbs. Granting twice is the same as once.</summary>
    /// <returns>False where it was granted already.</returns>
    public static async Task<bool> AddAsync(DbSession session, UserId user, Grant grant) =>
        await session.ExecuteAsync(
            """
            insert into user_grants (user_id, project_id, policy) values (@holder, @ProjectId, @Policy)
            on conflict do nothing
            """,
            Row(user.Value, grant)
        ) == 1;

    /// <returns>False where it was granted already.</returns>
    public static async Task<bool> AddAsync(DbSession session, GroupId group, Grant grant) =>
        await session.ExecuteAsync(
            """
            insert into group_grants (group_id, project_id, policy) values (@holder, @ProjectId, @Policy)
            on conflict do nothing
            """,
            Row(group.Value, grant)
        ) == 1;

    /// <returns>False where it was not granted.</returns>
    public static async Task<bool> RemoveAsync(DbSession session, UserId user, Grant grant) =>
        await session.ExecuteAsync(
            "delete from user_grants where user_id = @holder and project_id = @ProjectId and policy = @Policy",
            Row(user.Value, grant)
        ) == 1;

    /// <returns>False where it was not granted.</returns>
    public static async Task<bool> RemoveAsync(DbSession session, GroupId group, Grant grant) =>
        await session.ExecuteAsync(
            "delete from group_grants where group_id = @holder and project_id = @ProjectId and policy = @Policy",
            Row(group.Value, grant)
        ) == 1;

    /// <summary>Called when the directory loads a user: its own grants and its groups'; primary keys, index on user_id.</summary>
    public static Task<IReadOnlyList<Grant>> ListAsync(DbSession session, UserId user) =>
        session.ListAsync<Grant>(
            """
            select project_id, policy from user_grants where user_id = @user
            union
            select group_grants.project_id, group_grants.policy
            from group_memberships join group_grants on group_grants.group_id = group_memberships.group_id
            where group_memberships.user_id = @user
            order by policy, project_id
            """,
            new { user = user.Value }
        );

    /// <summary>Called before a policy is deleted, by an operator; reads the account's grants whole.</summary>
    /// <returns>Who holds it, in words.</returns>
    public static Task<IReadOnlyList<string>> ListHoldersAsync(DbSession session, AccountId account, string policy) =>
        session.ListAsync<string>(
            """
            select 'user ' || users.name as holder
            from user_grants join users on users.user_id = user_grants.user_id
            where users.account_id = @account and user_grants.policy = @policy
            union
            select 'group ' || groups.name
            from group_grants join groups on groups.group_id = group_grants.group_id
            where groups.account_id = @account and group_grants.policy = @policy
            order by holder
            """,
            new { account = account.Value, policy }
        );

    private static object Row(string holder, Grant grant) =>
        new
        {
            holder,
            grant.ProjectId,
            grant.Policy,
        };
}
