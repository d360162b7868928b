using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Identity;

/// <summary><c>GET /v3/auth/tokens</c>: whether a token is good, and what it says.</summary>
internal static class ShowToken
{
    public static async Task<Ok<TokenAnswer>> HandleAsync(
        HttpContext context,
        Caller caller,
        QueryValues query,
        Database database,
        TimeProvider time
    )
    {
        var text = context.Request.Headers["X-Subject-Token"];
        if (text is not [{ Length: > 0 } subject])
            throw new Refusal(WireError.UnknownSubjectToken);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var (token, principal, project) = await database.ReadAsync(
            session => FindAsync(session, subject),
            context.RequestAborted
        );
        if (token is null || token.IsRevoked || token.ExpiresMs <= now || principal is not { IsEnabled: true })
            throw new Refusal(WireError.UnknownSubjectToken);
        await CheckRightAsync(database, caller, principal, context.RequestAborted);

        context.Response.Headers["X-Subject-Token"] = subject;
        var withCatalog = query.Text("nocatalog") is null or "";
        return TypedResults.Ok(TokenFactsOf.Token(token, principal, project, withCatalog ? context.Request : null));
    }

    private static async Task<(Token?, Principal?, Project?)> FindAsync(DbSession session, string subject)
    {
        if (await TokenStore.FindAsync(session, Secrets.TokenHash(subject)) is not { } token)
            return default;
        var principal = await Principal.FindAsync(session, new(token.UserId));
        var project = token.ProjectId.Length > 0 ? await ProjectStore.FindAsync(session, token.Project) : null;
        return (token, principal, project);
    }

    /// <summary>One's own tokens need no right; others' need it, and stay inside the account.</summary>
    private static async Task CheckRightAsync(
        Database database,
        Caller caller,
        Principal subject,
        CancellationToken cancellation
    )
    {
        if (caller.UserId == subject.UserId)
            return;
        var own = await database.ReadAsync(session => Principal.FindAsync(session, caller.UserId), cancellation);
        if (
            caller.AccountId != subject.AccountId
            || own is null
            || !PermissionCheck.MayInAccount(own, Permissions.CheckToken)
        )
            throw new Refusal(WireError.NotAuthorized, Permissions.CheckToken.Action);
    }
}
