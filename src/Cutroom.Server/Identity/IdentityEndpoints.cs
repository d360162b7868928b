using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Cutroom.Wire.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Identity;

/// <summary>The identity calls that logins and the SDKs' project look-ups need.</summary>
internal static class IdentityEndpoints
{
    public static void MapIdentity(this WebApplication app)
    {
        var v3 = app.MapGroup("/v3").AddEndpointFilter(NameTraceAsync);
        v3.MapPost("/auth/tokens", CreateToken.HandleAsync).OpenTo("it is how one gets credentials").FailsAsToken();
        v3.MapGet("/auth/tokens", ShowToken.HandleAsync)
            .RequiresCaller("own tokens need no right; others' are checked by the operation")
            .FailsAsToken();
        v3.MapGet("/projects", ListProjects.HandleAsync).RequiresCaller("shows the caller's own account");
        v3.MapGet("/auth/projects", ListProjects.HandleAsync).RequiresCaller("shows the caller's own account");
        v3.MapGet("/auth/domains", ListDomains).RequiresCaller("shows the caller's own account");
    }

    /// <summary>The SDKs quote this header in the messages of failed identity calls.</summary>
    private static ValueTask<object?> NameTraceAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        call.HttpContext.Response.Headers["X-IAM-Trace-Id"] = call.HttpContext.TraceIdentifier;
        return next(call);
    }

    private static Ok<DomainList> ListDomains(HttpContext context, Caller caller)
    {
        var self = $"{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}";
        var account = new ListedDomain(
            caller.AccountId.Value,
            caller.AccountName,
            Enabled: true,
            Description: "",
            new($"{self}/{caller.AccountId}")
        );
        return TypedResults.Ok(new DomainList([account], new(self)));
    }
}
