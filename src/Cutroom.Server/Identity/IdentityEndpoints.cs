using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Cutroom.Wire.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Identity;

/// <summary>The identity calls of logins, of the SDKs' project look-ups, and of the vendor's identity clients as far as they go here.</summary>
internal static class IdentityEndpoints
{
    private const string OwnAccount = "shows the caller's own account";

    public static void MapIdentity(this WebApplication app)
    {
        var iam = app.MapGroup("").AddEndpointFilter(NameTraceAsync);
        var v3 = iam.MapGroup("/v3");
        v3.MapPost("/auth/tokens", CreateToken.HandleAsync).OpenTo("it is how one gets credentials").FailsAsToken();
        v3.MapGet("/auth/tokens", ShowToken.HandleAsync)
            .RequiresCaller("own tokens need no right; others' are checked by the operation")
            .FailsAsToken();
        v3.MapGet("/projects", ListProjects.HandleAsync).RequiresCaller(OwnAccount);
        v3.MapPost("/projects", CreateProject.HandleAsync).Requires(Permissions.CreateProject);
        v3.MapGet("/auth/projects", ListProjects.HandleAsync).RequiresCaller(OwnAccount);
        v3.MapGet("/auth/domains", ListDomains).RequiresCaller(OwnAccount);
        v3.MapGet("/regions", Regions.HandleListAsync).RequiresCaller(OwnAccount);
        v3.MapGet("/regions/{id}", Regions.HandleShowAsync).RequiresCaller(OwnAccount);
        v3.MapGet("/users", ListUsers.HandleAsync).Requires(Permissions.ListUsers);
        v3.MapGet("/users/{id}", ListUsers.HandleShowAsync)
            .RequiresCaller("oneself needs no right; others are checked by the operation");
        iam.MapGet("/v5/caller-identity", ShowCaller).RequiresCaller("shows who the caller is");
        iam.MapPost("/v3.0/OS-CREDENTIAL/securitytokens", TemporaryKeys.HandleAsync)
            .RequiresCaller("the key reaches no further than the caller");
        AccessKeyEndpoints.Map(iam);
    }

    /// <summary>The SDKs quote this header in the messages of failed identity calls.</summary>
    private static ValueTask<object?> NameTraceAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        call.HttpContext.Response.Headers["X-IAM-Trace-Id"] = call.HttpContext.TraceIdentifier;
        return next(call);
    }

    private static Ok<CallerIdentity> ShowCaller(Caller caller) =>
        TypedResults.Ok(
            new CallerIdentity(
                caller.AccountId.Value,
                $"iam::{caller.AccountId}:user:{caller.UserName}",
                caller.UserId.Value
            )
        );

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
