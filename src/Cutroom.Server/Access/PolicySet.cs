using System.Collections.Concurrent;

namespace Cutroom.Server.Access;

/// <summary>The policies that count for one caller in one place, sorted out once per action. Safe for many requests at a time.</summary>
internal sealed class PolicySet
{
    private readonly PolicyRule[] rules;

    // Bounded: only the actions of Permissions are ever asked for.
    private readonly ConcurrentDictionary<string, ActionRules> byAction = new();

    public PolicySet(IReadOnlyCollection<AccessPolicy> policies)
    {
        Policies = policies;
        HasIdentityPolicies = policies.Any(policy => policy.Model == PolicyModel.Identity);
        rules =
        [
            .. policies
                .Where(policy => policy.Depends.All(needed => policies.Any(needed.IsMetBy)))
                .SelectMany(policy => policy.Statements.Select(statement => new PolicyRule(policy, statement))),
        ];
    }

    public IReadOnlyCollection<AccessPolicy> Policies { get; }

    public bool HasIdentityPolicies { get; }

    public AccessDecision Decide(AccessRequest request) =>
        PolicyEvaluator.Decide(RulesOf(request.Action).Rules, request);

    public ActionRules RulesOf(string action) =>
        byAction.GetOrAdd(action, static (action, all) => new(action, all), rules);
}

/// <summary>The rules of a set that speak of one action, and what they look at.</summary>
internal sealed class ActionRules
{
    public ActionRules(string action, PolicyRule[] all)
    {
        Rules = [.. all.Where(rule => rule.Statement.FitsAction(action))];
        LookAtLabels = Rules.Any(rule =>
            rule.Statement.Conditions.Any(condition =>
                condition.Key.Equals(AccessFacts.AssetLabel, StringComparison.OrdinalIgnoreCase)
            )
        );
        LookAtResources =
            LookAtLabels
            || Rules.Any(rule => rule.Policy.Model == PolicyModel.Identity && rule.Statement.IsAboutResources);
    }

    public IReadOnlyList<PolicyRule> Rules { get; }

    /// <summary>False where the verdict is the same whatever is touched.</summary>
    public bool LookAtResources { get; }

    public bool LookAtLabels { get; }

    /// <summary>True where no resource and no fact could lead to an allow.</summary>
    public bool NeverAllow =>
        Rules.All(rule => rule.Statement.Effect == Effect.Deny)
        || Rules.Any(rule => rule.Statement is { Effect: Effect.Deny, IsAboutResources: false, Conditions.Count: 0 });
}
