using Cutroom.Server.Storage;

namespace Cutroom.Server.Access;

/// <summary>A policy given to a user on one project, or on every project of the account.</summary>
/// <param name="ProjectId">Empty for every project.</param>
internal sealed record Grant(string ProjectId, string Policy)
{
    public bool Covers(ProjectId project) => ProjectId.Length == 0 || ProjectId == project.Value;
}

internal static class GrantStore
{
    /// <summary>Called by the bootstrap. Granting twice is the same as once.</summary>
    public static Task AddAsync(DbSession session, UserId user, Grant grant) =>
        session.ExecuteAsync(
            """
            insert into user_grants (user_id, project_id, policy) values (@user, @ProjectId, @Policy)
            on conflict do nothing
            """,
            new
            {
                user = user.Value,
                grant.ProjectId,
                grant.Policy,
            }
        );

    /// <summary>Called by the gate and by logins; leading column of the primary key.</summary>
    public static Task<IReadOnlyList<Grant>> ListAsync(DbSession session, UserId user) =>
        session.ListAsync<Grant>(
            "select project_id, policy from user_grants where user_id = @user order by policy, project_id",
            new { user = user.Value }
        );
}
