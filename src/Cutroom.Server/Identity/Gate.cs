using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Signing;

namespace Cutroom.Server.Identity;

/// <summary>
/// The one gate (I16): credentials, then the path, then the route, then the project, then the permission. No handler runs without
/// its decision, and the caller a handler sees is the very one whose credential was verified.
/// </summary>
internal sealed class Gate(
    RequestDelegate next,
    SignatureVerifier signatures,
    TokenVerifier tokens,
    IdentityDirectory directory,
    PermissionCheck permissions
)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var access = endpoint?.Metadata.GetMetadata<RouteAccess>();
        var credential = access is RouteAccess.Open ? null : await VerifyAsync(context);

        if (RequestTarget.Of(context).IsAmbiguous)
            throw new Refusal(WireError.MalformedRequest, "the path can be read in two ways");
        if (access is null)
            throw new Refusal(endpoint is null ? WireError.UnknownPath : WireError.UnknownMethod);
        if (access is not RouteAccess.Open)
            context.Features.Set(await AdmitAsync(context, access, credential));
        await next(context);
    }

    /// <returns>Null where the request carries no credentials at all.</returns>
    private async Task<Credential?> VerifyAsync(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization;
        var token = context.Request.Headers["X-Auth-Token"];
        if (authorization.Count > 1 || token.Count > 1)
            throw new Refusal(WireError.MalformedRequest, "a credential is given twice");

        // Laxer than a single kind: with a signature present the token is not looked at.
        if (authorization is [{ } signature] && SignatureHeader.NamesKnownAlgorithm(signature))
        {
            var verified = await signatures.VerifyAsync(context, signature);
            context.Features.Set(new QueryReading(verified.Reading.PlusIsSpace));
            return new(verified.Principal, verified.Temporary?.Scope, verified.Temporary is not null);
        }

        if (token is [{ Length: > 0 } text])
        {
            var (principal, scoped) = await tokens.VerifyAsync(text, context.RequestAborted);
            return new(principal, scoped.Project, IsTemporary: false);
        }

        return authorization.Count == 0
            ? null
            : throw new Refusal(WireError.WrongCredentials, "the algorithm in Authorization is not supported");
    }

    private async Task<Caller> AdmitAsync(HttpContext context, RouteAccess access, Credential? credential)
    {
        if (credential is not var (principal, tokenProject, isTemporary))
            throw new Refusal(WireError.NoCredentials);
        if (!principal.IsEnabled)
            throw new Refusal(WireError.UserBarred);

        var project = await ProjectOfPathAsync(context, principal, tokenProject);
        if (access is RouteAccess.Needs { Permission: var permission })
            await permissions.RunAsync(context, principal, project, permission);

        var scope = project?.Id ?? tokenProject ?? new ProjectId("");
        return new Caller(principal.AccountId, principal.AccountName, scope, principal.UserId, principal.UserName)
        {
            Scope = tokenProject,
            IsTemporary = isTemporary,
        };
    }

    /// <summary>A project that is not the caller's and one that does not exist get the same answer (I15).</summary>
    /// <returns>Null where the path names no project.</returns>
    private async Task<Project?> ProjectOfPathAsync(HttpContext context, Principal principal, ProjectId? tokenProject)
    {
        if (context.GetRouteValue("project_id") is not string text)
            return null;
        var id = new ProjectId(text);
        var header = context.Request.Headers["X-Project-Id"];
        if (header.Count > 0 && header != text)
            throw new Refusal(WireError.OtherProject);
        if (tokenProject is not null && tokenProject != id)
            throw new Refusal(WireError.OtherProject);
        var project = await directory.FindProjectAsync(id, context.RequestAborted);
        if (project?.AccountId != principal.AccountId.Value)
            throw new Refusal(WireError.OtherProject);
        return project.IsEnabled ? project : throw new Refusal(WireError.ProjectUnavailable);
    }

    /// <summary>Whose credential was verified.</summary>
    /// <param name="TokenProject">
    /// The project a token or temporary key is bound to (empty for the account's); null for lasting keys, which reach every project.
    /// </param>
    private sealed record Credential(Principal Principal, ProjectId? TokenProject, bool IsTemporary);
}
