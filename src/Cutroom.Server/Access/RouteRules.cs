namespace Cutroom.Server.Access;

/// <summary>What must hold for the routes as a whole, checked once before the first request.</summary>
internal static class RouteRules
{
    /// <exception cref="InvalidOperationException">A route says neither which permission it needs nor why it is open, or needs one that the table of actions lacks (I16).</exception>
    public static void Check(IEndpointRouteBuilder routes)
    {
        foreach (var endpoint in routes.DataSources.SelectMany(source => source.Endpoints))
        {
            var access =
                endpoint.Metadata.GetMetadata<RouteAccess>()
                ?? throw new InvalidOperationException(
                    $"The route '{endpoint.DisplayName}' names no permission: add Requires, RequiresCaller or OpenTo."
                );
            if (access is RouteAccess.Needs { Permission: var permission } && !Permissions.All.Contains(permission))
                throw new InvalidOperationException(
                    $"The route '{endpoint.DisplayName}' needs {permission.Action}, which is not in the table of actions."
                );
        }
    }
}
