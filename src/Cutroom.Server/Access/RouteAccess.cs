namespace Cutroom.Server.Access;

/// <summary>What the gate asks of a caller before the handler of a route runs. A route without it stops the start (I16).</summary>
internal abstract record RouteAccess
{
    private RouteAccess() { }

    /// <summary>A verified caller of the path's project who holds the permission.</summary>
    internal sealed record Needs(Permission Permission) : RouteAccess;

    /// <summary>Any verified caller: the call shows nothing but the caller's own.</summary>
    internal sealed record AnyCaller(string Reason) : RouteAccess;

    /// <summary>Anyone; credentials are not looked at.</summary>
    internal sealed record Open(string Reason) : RouteAccess;
}

internal static class RouteAccessConventions
{
    /// <summary>The gate lets only callers through that were verified, are of the path's project, and hold the permission.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder route, Permission permission)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RouteAccess.Needs(permission));

    /// <summary>The gate lets every verified caller through; <paramref name="reason"/> says why no permission is asked.</summary>
    public static TBuilder RequiresCaller<TBuilder>(this TBuilder route, string reason)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RouteAccess.AnyCaller(reason));

    /// <summary>No credentials asked; <paramref name="reason"/> is for the reader and for the list of routes.</summary>
    public static TBuilder OpenTo<TBuilder>(this TBuilder route, string reason)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RouteAccess.Open(reason));
}
