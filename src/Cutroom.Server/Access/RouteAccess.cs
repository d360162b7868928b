namespace Cutroom.Server.Access;

/// <summary>What the gate asks of a caller before the handler of a route runs. A route without it stops the start (I16).</summary>
/// <param name="Permission">Null for a route that is open to anyone; then <paramref name="OpenReason"/> says why.</param>
internal sealed record RouteAccess(Permission? Permission, string? OpenReason);

/// <summary>The HTTP status of a business failure belongs to the call, not to the code.</summary>
internal sealed record RouteFailureStatus(int Status);

internal static class RouteAccessConventions
{
    /// <summary>The gate lets only callers through that were verified, are of the path's project, and hold the permission.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder route, Permission permission)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RouteAccess(permission, null));

    /// <summary>No credentials asked; <paramref name="reason"/> is for the reader and for the list of routes.</summary>
    public static TBuilder OpenTo<TBuilder>(this TBuilder route, string reason)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RouteAccess(null, reason));

    /// <summary>Status of every business failure of this route. Source: per-call pages of the VOD API reference.</summary>
    public static TBuilder FailsWith<TBuilder>(this TBuilder route, int status)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RouteFailureStatus(status));
}
