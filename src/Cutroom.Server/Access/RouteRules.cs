namespace Cutroom.Server.Access;

/// <summary>What must hold for the routes as a whole, checked once before the first request.</summary>
internal static class RouteRules
{
    /// <exception cref="InvalidOperationException">A route says neither which permission it needs nor why it is open (I16).</exception>
    public static void Check(IEndpointRouteBuilder routes)
    {
        foreach (var endpoint in routes.DataSources.SelectMany(source => source.Endpoints))
        {
            if (endpoint.Metadata.GetMetadata<RouteAccess>() is null)
                throw new InvalidOperationException(
                    $"The route '{endpoint.DisplayName}' names no permission: add Requires, RequiresCaller or OpenTo."
                );
        }
    }
}
