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
    IReadOnlyList<Grant> Grants
)
{
    /// <summary>The policies that count in <paramref name="project"/>. A name without a policy grants nothing.</summary>
    public IEnumerable<AccessPolicy> PoliciesIn(ProjectId project) =>
        Grants
            .Where(grant => grant.Covers(project))
            .Select(grant => SystemPolicies.Find(grant.Policy))
            .OfType<AccessPolicy>();

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
        var grants = await GrantStore.ListAsync(session, id);
        return new(new(row.AccountId), row.AccountName, id, row.UserName, row.Enabled == 1, groups, grants);
    }

    private sealed record Row(string AccountId, string AccountName, string UserName, long Enabled);
}
