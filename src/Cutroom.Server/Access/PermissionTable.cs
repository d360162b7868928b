using System.Text;

namespace Cutroom.Server.Access;

/// <summary>Every route of the server with the action it needs: the text of docs/permissions.md.</summary>
internal static class PermissionTable
{
    private const string Head = """
        # Permissions

        Written by `cutroom admin policies actions`; a spec compares. Every route names its action, or says why it needs none; one that does
        neither stops the start. How the two models are read: [decision 0250](decisions/0250-two-permission-models.md).

        A policy speaks of actions as `service:type:operation`. Where the table names a resource, a statement of an identity policy may name
        `vod:<region>:<account>:assets:<asset id>`; every asset a request names (`asset_id` in path, query or body) must be allowed, and a call
        that names none touches `…:assets:*`. Actions without a resource are covered only by statements on all resources. Conditions may look at
        `g:CurrentTime`, `g:SourceIp`, `g:UserName`, `g:UserId`, `g:PrincipalUrn`, `g:PrincipalAccount` (or `g:DomainId`), `g:DomainName`,
        `g:ProjectName`, `g:RequestedRegion`, `g:ServiceName`, `g:MFAPresent` (always false), and at the keys of the last column.


        """;

    public static string Document(IEndpointRouteBuilder routes)
    {
        var text = new StringBuilder(Head);
        text.AppendLine("| action | level | resource | calls | condition keys |").AppendLine("|---|---|---|---|---|");
        var calls = CallsOf(routes);
        foreach (var permission in Permissions.All)
        {
            var needing = calls.Where(call => call.Access is RouteAccess.Needs needs && needs.Permission == permission);
            text.AppendLine(
                $"| `{permission.Action}` | {permission.Level} | {permission.ResourceType ?? "–"} | "
                    + $"{string.Join("<br>", needing.Select(call => $"`{call.Name}`"))} | "
                    + $"{(permission.ByLabel ? $"`{AccessFacts.AssetLabel}`" : "–")} |"
            );
        }

        text.AppendLine().AppendLine("| call without an action | asks for | because |").AppendLine("|---|---|---|");
        foreach (var (name, access) in calls)
        {
            if (access is RouteAccess.AnyCaller caller)
                text.AppendLine($"| `{name}` | any verified caller | {caller.Reason} |");
            if (access is RouteAccess.Open open)
                text.AppendLine($"| `{name}` | nothing | {open.Reason} |");
        }

        text.AppendLine().AppendLine("| system policy | model | covers |").AppendLine("|---|---|---|");
        foreach (var system in SystemPolicies.All)
            text.AppendLine($"| {system.Policy.Name} | {system.Policy.Model} | {system.Description} |");
        return text.ToString();
    }

    private static List<(string Name, RouteAccess Access)> CallsOf(IEndpointRouteBuilder routes) =>
        [
            .. from endpoint in routes.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            let access = endpoint.Metadata.GetRequiredMetadata<RouteAccess>()
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"]
            let name = $"{method} {endpoint.RoutePattern.RawText}"
            orderby endpoint.RoutePattern.RawText, method
            select (name, access),
        ];
}
