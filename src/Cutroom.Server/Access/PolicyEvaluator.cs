namespace Cutroom.Server.Access;

/// <summary>
/// Applies policies of both models to a request: a deny that fits wins wherever it stands, then every resource needs an allow
/// that fits, else the request is denied. Pure.
/// </summary>
internal static class PolicyEvaluator
{
    /// <param name="rules">Those that speak of the action.</param>
    public static AccessDecision Decide(IReadOnlyList<PolicyRule> rules, AccessRequest request)
    {
        AccessDecision? allowed = null;
        AccessDecision? missing = null;
        foreach (var resource in request.Resources)
        {
            PolicyRule? allowing = null;
            foreach (var rule in rules)
            {
                // Once allowed, only a deny can change the verdict.
                if (allowing is not null && rule.Statement.Effect == Effect.Allow)
                    continue;
                if (!rule.Fits(request.Action, resource, request.Facts))
                    continue;
                if (rule.Statement.Effect == Effect.Deny)
                    return new(false, rule, resource);
                allowing = rule;
            }

            if (allowing is null)
                missing ??= new(false, null, resource);
            else
                allowed = new(true, allowing, resource);
        }

        return missing ?? allowed ?? new(false, null, AccessResource.All);
    }
}
