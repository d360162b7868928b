using System.Collections.Concurrent;
using Cutroom.Server.Storage;

namespace Cutroom.Server.Access;

/// <summary>What a user was granted, itself and through its groups, read once and sorted out once per project.</summary>
internal sealed class GrantedPolicies(IReadOnlyList<(Grant Grant, AccessPolicy Policy)> granted)
{
    // Bounded: the gate asks only for projects of the user's account.
    private readonly ConcurrentDictionary<ProjectId, PolicySet> byProject = new();

    /// <param name="project">Empty for a call that names none.</param>
    public PolicySet In(ProjectId project) =>
        byProject.GetOrAdd(
            project,
            static (project, granted) =>
                new([.. granted.Where(one => one.Grant.Covers(project)).Select(one => one.Policy).Distinct()]),
            granted
        );

    /// <summary>Called when the directory loads a user. A name without a policy grants nothing.</summary>
    public static async Task<GrantedPolicies> LoadAsync(DbSession session, AccountId account, UserId user)
    {
        var grants = await GrantStore.ListAsync(session, user);
        var own = grants.All(grant => SystemPolicies.Find(grant.Policy) is not null)
            ? []
            : await PolicyStore.ListAsync(session, account);
        var read = own.Where(policy => grants.Any(grant => grant.Policy == policy.Name))
            .ToDictionary(policy => policy.Name, policy => PolicyDocument.Read(policy.Name, policy.Document));
        return new([
            .. from grant in grants
            let policy = SystemPolicies.Find(grant.Policy) ?? read.GetValueOrDefault(grant.Policy)
            where policy is not null
            select (grant, policy),
        ]);
    }
}
