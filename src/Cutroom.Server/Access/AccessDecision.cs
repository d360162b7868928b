namespace Cutroom.Server.Access;

/// <summary>The verdict on a request, and what it rests on.</summary>
/// <param name="Rule">The statement that decided; null where nothing allows the action.</param>
/// <param name="Resource">The resource that was decided on: of a denial the first that is denied, of an allowance the last.</param>
internal sealed record AccessDecision(bool IsAllowed, PolicyRule? Rule, AccessResource Resource);

/// <summary>A statement together with the policy it stands in.</summary>
internal sealed record PolicyRule(AccessPolicy Policy, PolicyStatement Statement)
{
    /// <param name="action">One that the statement speaks of.</param>
    public bool Fits(string action, AccessResource resource, AccessFacts facts)
    {
        if (!FitsResource(action, resource.Urn))
            return false;
        foreach (var condition in Statement.Conditions)
        {
            if (!condition.IsMet(facts.Find(condition.Key, resource)))
                return false;
        }

        return true;
    }

    private bool FitsResource(string action, string urn)
    {
        var resources = Statement.Resources;
        if (resources.Count == 0)
            return true;
        if (Policy.Model == PolicyModel.Identity)
            return resources.Any(pattern => pattern.Fits(urn)) != Statement.ExceptResources;
        // Our services are not among those with resource-level policies of version 1.1: only the whole of a service can be meant.
        var service = action[..action.IndexOf(':', StringComparison.Ordinal)];
        return resources.Any(pattern => pattern.IsWholeService && pattern.NamesService(service));
    }
}
