namespace Cutroom.Server.Access;

internal enum Effect
{
    Allow,
    Deny,
}

/// <summary>Which of the two models a document belongs to. Source: IAM user guides, role/policy and identity-policy model.</summary>
internal enum PolicyModel
{
    /// <summary>Version 1.0: actions alone, and other roles without which it does nothing.</summary>
    Role,

    /// <summary>Version 1.1: conditions, no resources for our services; granted on a project or on all.</summary>
    Policy,

    /// <summary>Version 5.0: resources, exceptions, conditions; attached without a scope.</summary>
    Identity,
}

/// <summary>Allow and deny statements under a name. Made by <see cref="PolicyDocument"/>, never changed afterwards.</summary>
/// <param name="Catalog">The family of a system policy; empty for an account's own.</param>
/// <param name="Depends">Roles that must be granted too, or this one has no effect.</param>
internal sealed record AccessPolicy(
    string Name,
    PolicyModel Model,
    IReadOnlyList<PolicyStatement> Statements,
    IReadOnlyList<RoleDependency> Depends,
    string Catalog = ""
);

/// <param name="Catalog">Empty where the document names none.</param>
internal sealed record RoleDependency(string Catalog, string DisplayName)
{
    public bool IsMetBy(AccessPolicy policy) =>
        policy.Name == DisplayName && (policy.Catalog.Length == 0 || Catalog.Length == 0 || policy.Catalog == Catalog);
}

/// <summary>One sentence of a policy.</summary>
/// <param name="Number">Its place in the document, from 0.</param>
/// <param name="Actions">What it speaks of, or with <paramref name="ExceptActions"/> everything but that.</param>
/// <param name="Resources">Likewise; empty means every resource.</param>
/// <param name="Conditions">All must be met.</param>
internal sealed record PolicyStatement(
    int Number,
    Effect Effect,
    IReadOnlyList<ActionPattern> Actions,
    bool ExceptActions,
    IReadOnlyList<ResourcePattern> Resources,
    bool ExceptResources,
    IReadOnlyList<PolicyCondition> Conditions
)
{
    public bool FitsAction(string action) => Actions.Any(pattern => pattern.Fits(action)) != ExceptActions;

    /// <summary>True where it matters which resource is touched.</summary>
    public bool IsAboutResources =>
        ExceptResources || !(Resources.Count == 0 || Resources.Any(pattern => pattern.IsAll));
}
