namespace Cutroom.Server.Hosting;

/// <summary>The HTTP status of a business failure belongs to the call, not to the code.</summary>
internal sealed record RouteFailureStatus(int Status);

/// <summary>Marks the token calls, whose failures have a body of their own.</summary>
internal sealed record TokenErrors;

internal static class RouteFailureConventions
{
    /// <summary>Status of every business failure of this route. Source: per-call pages of the VOD API reference.</summary>
    public static TBuilder FailsWith<TBuilder>(this TBuilder route, int status)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RouteFailureStatus(status));

    /// <summary>Failures of this route have the shape of the token calls.</summary>
    public static TBuilder FailsAsToken<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new TokenErrors());
}
