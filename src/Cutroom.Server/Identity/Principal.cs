using Cutroom.Server.Access;
using Cutroom.Server.Storage;

namespace Cutroom.Server.Identity;

/// <summary>A user as the gate sees it: who it is, whether it may come in, its groups, and what it was granted.</summary>
internal sealed record Principal(
    AccountId AccountId,
    string AccountName,
    UserId UserId,
    string UserName,
    bool IsEnabled,
    IReadOnlyList<Group> Groups,
    GrantedPolicies Policies
)
{
    /// <summary>The policies that count in <paramref name="project"/>.</summary>
    /// <param name="project">Empty for a call that names none.</param>
    public PolicySet PoliciesIn(ProjectId project) => Policies.In(project);

    /// <summary>Called by the gate and by logins; primary keys.</summary>
    public static async Task<Principal?> FindAsync(DbSession session, UserId id)
    {
        var row = await session.SingleAsync<Row>(
            """
            select users.account_id, accounts.name as account_name, users.name as user_name,
                users.enabled * accounts.enabled as enabled
            from users join accounts on accounts.account_id = users.account_id
            where users.user_id = @id
            """,
            new { id = id.Value }
        );
        if (row is null)
            return null;
        var groups = await GroupStore.ListOfUserAsync(session, id);
        var policies = await GrantedPolicies.LoadAsync(session, new(row.AccountId), id);
        return new(new(row.AccountId), row.AccountName, id, row.UserName, row.Enabled == 1, groups, policies);
    }

    private sealed record Row(string AccountId, string AccountName, string UserName, long Enabled);
}
