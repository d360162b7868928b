namespace Cutroom.Server.Access;

internal enum Effect
{
    Allow,
    Deny,
}

/// <summary>One sentence of a policy.</summary>
/// <param name="Actions"><c>service:resource:operation</c> with wildcards.</param>
/// <param name="Resources"><c>service:region:account:type:path</c> with wildcards; empty means every resource.</param>
internal sealed record PolicyStatement(Effect Effect, IReadOnlyList<string> Actions, IReadOnlyList<string> Resources);

/// <summary>Allow and deny statements under a name. Source: IAM user guide, role/policy model.</summary>
internal sealed record AccessPolicy(string Name, IReadOnlyList<PolicyStatement> Statements)
{
    public static readonly AccessPolicy Administrator = Allowing("administrator", "*:*:*");

    /// <summary>The vendor's VOD ReadOnlyAccess: what is named get… or list….</summary>
    public static readonly AccessPolicy ReadOnly = Allowing("read-only", "vod:*:get*", "vod:*:list*");

    private static readonly AccessPolicy[] BuiltIn = [Administrator, ReadOnly];

    /// <returns>Null for a name that is not built in.</returns>
    public static AccessPolicy? Find(string name) => BuiltIn.FirstOrDefault(policy => policy.Name == name);

    private static AccessPolicy Allowing(string name, params string[] actions) =>
        new(name, [new PolicyStatement(Effect.Allow, actions, [])]);
}
