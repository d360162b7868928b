using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Identity;

/// <summary><c>POST /v3/auth/tokens</c>: a password for a token of 24 hours.</summary>
internal sealed class CreateToken(Database database, LoginSlots slots, TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(24);

    // Source: IAM user guide, login policy: five failures in 15 minutes, locked for 15 minutes.
    private readonly FailureLimiter limiter = new(time, 5, TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(15));

    public static async Task<Created<TokenAnswer>> HandleAsync(
        HttpContext context,
        QueryValues query,
        CreateToken operation
    )
    {
        var request = await JsonBody.ReadAsync(context, WireJson.Default.TokenRequest);
        var (token, answer) = await operation.RunAsync(context, query, request);
        context.Response.Headers["X-Subject-Token"] = token;
        return TypedResults.Created((string?)null, answer);
    }

    private async Task<(string Token, TokenAnswer Answer)> RunAsync(
        HttpContext context,
        QueryValues query,
        TokenRequest request
    )
    {
        var login = Login.Of(request);
        var user = await CheckPasswordAsync(login, context);
        var principal = await database.ReadAsync(
            session => Principal.FindAsync(session, user.Id),
            context.RequestAborted
        );
        if (principal is not { IsEnabled: true })
            throw new Refusal(WireError.UserDisabled);

        var project = await FindProjectAsync(login, principal, context.RequestAborted);
        var namesAccount = project is null && login.Scope?.Domain is { } domain && NamesAccount(domain, principal);
        var text = Secrets.NewToken();
        var now = time.GetUtcNow();
        var token = new Token(
            Secrets.TokenHash(text),
            user.UserId,
            project?.ProjectId ?? "",
            namesAccount ? 1 : 0,
            now.ToUnixTimeMilliseconds(),
            (now + Life).ToUnixTimeMilliseconds(),
            Revoked: 0
        );
        await SaveAsync(token, context);
        var withCatalog = query.Text("nocatalog") is null or "";
        return (text, TokenFactsOf.Token(token, principal, project, withCatalog ? context.Request : null));
    }

    /// <summary>A user that is not there takes as long as a wrong password and is refused alike.</summary>
    private async Task<User> CheckPasswordAsync(Login login, HttpContext context)
    {
        var name = $"{login.AccountName}/{login.UserName}";
        var address = context.Connection.RemoteIpAddress;
        if (limiter.IsLocked(name, address))
            throw new Refusal(WireError.LoginLocked);
        if (
            await slots.RunAsync(() => FindAsync(login, context.RequestAborted), context.RequestAborted) is not { } user
        )
        {
            limiter.Failed(name, address);
            throw new Refusal(WireError.WrongPassword);
        }

        limiter.Succeeded(name, address);
        return user;
    }

    /// <returns>Nobody when the password is another.</returns>
    private async Task<User?> FindAsync(Login login, CancellationToken cancellation)
    {
        var user = await database.ReadAsync(
            async session =>
                await AccountStore.FindByNameAsync(session, login.AccountName) is { } account
                    ? await UserStore.FindByNameAsync(session, account.Id, login.UserName)
                    : null,
            cancellation
        );
        var hash = user?.PasswordHash ?? PasswordHash.OfNobody;
        return await BackgroundThread.RunAsync(() => PasswordHash.Fits(login.Password, hash)) ? user : null;
    }

    private async Task<Project?> FindProjectAsync(Login login, Principal principal, CancellationToken cancellation)
    {
        if (login.Scope?.Project is not { } wanted)
            return null;
        var projects = await database.ReadAsync(
            session => ProjectStore.ListAsync(session, principal.AccountId),
            cancellation
        );
        return projects.FirstOrDefault(project =>
                project.IsEnabled && (wanted.Id is null ? project.Name == wanted.Name : project.ProjectId == wanted.Id)
            ) ?? throw new Refusal(WireError.ScopeNotFound, $"project {wanted.Id ?? wanted.Name}");
    }

    private static bool NamesAccount(NameOrId wanted, Principal principal) =>
        (wanted.Id is null ? wanted.Name == principal.AccountName : wanted.Id == principal.AccountId.Value)
            ? true
            : throw new Refusal(WireError.ScopeNotFound, $"domain {wanted.Id ?? wanted.Name}");

    private async Task SaveAsync(Token token, HttpContext context) =>
        await database.WriteAsync(
            async session =>
            {
                var user = new UserId(token.UserId);
                await TokenStore.RemoveExpiredAsync(session, user, token.IssuedMs);
                await TokenStore.AddAsync(session, token);
                await AuditLog.WriteAsync(
                    session,
                    token.Project,
                    user,
                    "iam:tokens:create",
                    token.UserId,
                    context.TraceIdentifier
                );
                return true;
            },
            context.RequestAborted
        );

    /// <summary>The request with everything it must hold.</summary>
    private sealed record Login(string AccountName, string UserName, string Password, TokenRequestScope? Scope)
    {
        public static Login Of(TokenRequest request)
        {
            var identity = request.Auth?.Identity;
            if (identity?.Methods is not ["password"])
                throw new Refusal(WireError.InvalidTokenRequest, "auth.identity.methods");
            return identity.Password?.User switch
            {
                { Name.Length: > 0, Password: { } password, Domain.Name.Length: > 0 } user => new(
                    user.Domain.Name,
                    user.Name,
                    password,
                    request.Auth?.Scope
                ),
                _ => throw new Refusal(WireError.InvalidTokenRequest, "auth.identity.password.user"),
            };
        }

        public override string ToString() => $"{AccountName}/{UserName}";
    }
}
