using Cutroom.Server.Assets;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;

namespace Cutroom.Server.Access;

/// <summary>
/// The gate's last question: may this caller do what the route does, to everything the request names. Asked before the handler
/// runs, so before any look-up that would tell whether something exists.
/// </summary>
internal sealed class PermissionCheck(Database database, TimeProvider time)
{
    /// <param name="project">The project of the path; null where it names none.</param>
    /// <exception cref="Refusal">403 in the words of the model that decided.</exception>
    public async Task RunAsync(HttpContext context, Principal principal, Project? project, Permission permission)
    {
        var policies = principal.PoliciesIn(project?.Id ?? new ProjectId(""));
        var rules = policies.RulesOf(permission.Action);
        var facts = new AccessFacts(() =>
            CallFacts.Of(principal, project, permission, context.Connection.RemoteIpAddress, time.GetUtcNow())
        );
        // Who may nothing at all is told so whatever the request looks like; who may everywhere costs no reading of the body.
        var resources =
            permission.ResourceType is not null && rules is { LookAtResources: true, NeverAllow: false }
                ? await TouchedAsync(context, principal, project, permission, rules)
                : [Whole(principal, project, permission)];
        var decision = policies.Decide(new(permission.Action, resources, facts));
        if (!decision.IsAllowed)
            throw Denial(principal, policies, permission, decision);
    }

    /// <summary>Asked by identity calls that need no permission for oneself but one for others. They name no project.</summary>
    public static bool MayInAccount(Principal principal, Permission permission)
    {
        var facts = new AccessFacts(() =>
            CallFacts.Of(principal, null, permission, address: null, TimeProvider.System.GetUtcNow())
        );
        return principal
            .PoliciesIn(new ProjectId(""))
            .Decide(new(permission.Action, [Whole(principal, null, permission)], facts))
            .IsAllowed;
    }

    /// <summary>What a call touches that names nothing of its own.</summary>
    public static AccessResource Whole(Principal principal, Project? project, Permission permission) =>
        permission.ResourceType is null
            ? AccessResource.All
            : new(CallFacts.ResourceUrn(principal, project, permission, "*"), []);

    private async Task<IReadOnlyList<AccessResource>> TouchedAsync(
        HttpContext context,
        Principal principal,
        Project? project,
        Permission permission,
        ActionRules rules
    )
    {
        var ids = await TouchedAssets.NamedByAsync(context);
        if (ids.Count == 0)
            return [Whole(principal, project, permission)];
        var labels =
            rules.LookAtLabels && permission.ByLabel && project is not null
                ? await LabelsAsync(project.Id, ids, context.RequestAborted)
                : [];
        return
        [
            .. ids.Select(id => new AccessResource(
                CallFacts.ResourceUrn(principal, project, permission, id),
                labels.GetValueOrDefault(id, [])
            )),
        ];
    }

    /// <summary>Of the caller's own project alone; an asset that is not there has none, like one without labels.</summary>
    private async Task<Dictionary<string, string[]>> LabelsAsync(
        ProjectId project,
        IReadOnlyCollection<string> ids,
        CancellationToken cancellation
    )
    {
        AssetId[] wanted = [.. ids.Where(Ids.IsPlausible).Select(id => new AssetId(id))];
        var assets = await database.ReadAsync(session => AssetStore.FindAsync(session, project, wanted), cancellation);
        return assets.ToDictionary(
            asset => asset.AssetId.Value,
            asset => asset.Tags.Split(',', StringSplitOptions.RemoveEmptyEntries)
        );
    }

    private static Refusal Denial(
        Principal principal,
        PolicySet policies,
        Permission permission,
        AccessDecision decision
    )
    {
        var isIdentityModel = decision.Rule is { } rule
            ? rule.Policy.Model == PolicyModel.Identity
            : policies.HasIdentityPolicies;
        if (!isIdentityModel)
            return new(
                permission.Service == "iam" ? WireError.NotAuthorized : WireError.NotPermitted,
                permission.Action
            );
        var reason = decision.Rule is null
            ? $"because no identity policy allows the {permission.Action} action"
            : "with an explicit deny in the identity policy";
        return new(
            WireError.AccessDenied,
            $"User: {CallFacts.PrincipalUrn(principal)} is not authorized to perform: {permission.Action} "
                + $"on resource: {decision.Resource.Urn} {reason}"
        );
    }
}
