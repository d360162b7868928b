namespace Cutroom.Server.Access;

/// <summary>What is about to be done. Conditions will read further facts from here.</summary>
/// <param name="Resource"><c>service:region:account:type:path</c>.</param>
internal sealed record AccessRequest(string Action, string Resource);

/// <summary>Applies policies to a request: any deny that fits wins, else any allow, else denied.</summary>
internal static class PolicyEvaluator
{
    public static bool Allows(IEnumerable<AccessPolicy> policies, AccessRequest request)
    {
        var allowed = false;
        foreach (var statement in policies.SelectMany(policy => policy.Statements).Where(one => Fits(one, request)))
        {
            if (statement.Effect == Effect.Deny)
                return false;
            allowed = true;
        }

        return allowed;
    }

    private static bool Fits(PolicyStatement statement, AccessRequest request) =>
        statement.Actions.Any(pattern => FitsParts(pattern, request.Action, parts: 3))
        && (
            statement.Resources.Count == 0
            || statement.Resources.Any(pattern => pattern == "*" || FitsParts(pattern, request.Resource, parts: 5))
        );

    /// <summary>The service is compared as written, the other parts without regard to case. A wildcard stays inside its part.</summary>
    private static bool FitsParts(string pattern, string text, int parts)
    {
        var wanted = pattern.Split(':', parts);
        var given = text.Split(':', parts);
        return wanted.Length == parts
            && given.Length == parts
            && Matches(wanted[0], given[0], StringComparison.Ordinal)
            && wanted
                .Skip(1)
                .Zip(given.Skip(1))
                .All(pair => Matches(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary><c>*</c> stands for any number of characters. Linear: on a mismatch only the last star gives way.</summary>
    private static bool Matches(string pattern, string text, StringComparison comparison)
    {
        var (p, t, star, resume) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, resume) = (p++, t);
            }
            else if (p < pattern.Length && string.Compare(pattern, p, text, t, 1, comparison) == 0)
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).TrimStart('*').IsEmpty;
    }
}
