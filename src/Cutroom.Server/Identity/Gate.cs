using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Cutroom.Wire;

namespace Cutroom.Server.Identity;

/// <summary>The one gate (I16): no handler runs without its decision.</summary>
internal sealed class Gate(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var target = RequestTarget.Of(context);
        if (target.IsAmbiguous)
            throw new Refusal(WireError.MalformedRequest, "the path can be read in two ways");
        if (context.GetEndpoint() is not { } endpoint)
            throw new Refusal(WireError.UnknownPath);
        return endpoint.Metadata.GetMetadata<RouteAccess>() switch
        {
            // The framework's own answer to a wrong method names no access.
            null => throw new Refusal(WireError.UnknownMethod),
            RouteAccess.Open => next(context),
            _ => throw new Refusal(WireError.NoCredentials),
        };
    }
}
