using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Identity;

/// <summary><c>POST /v3.0/OS-CREDENTIAL/securitytokens</c>: a key that ends by itself and reaches no further than the caller's credential.</summary>
internal static class TemporaryKeys
{
    private const int LeastSeconds = 900;
    private const int MostSeconds = 86_400;

    public static async Task<Created<TemporaryKeyAnswer>> HandleAsync(
        HttpContext context,
        Caller caller,
        Database database,
        Seal seal,
        TimeProvider time
    )
    {
        var request = await JsonBody.ReadAsync(context, WireJson.Default.TemporaryKeyRequest);
        var seconds = await CheckAsync(context, caller, request, database);
        var (ak, sk, securityToken) = (Secrets.NewAk(), Secrets.NewSk(), Secrets.NewToken());
        var now = time.GetUtcNow();
        var expires = now.AddSeconds(seconds);
        var key = new TemporaryKey(
            ak,
            caller.UserId.Value,
            seal.Close(sk, ak, caller.UserId),
            Seal.KeyVersion,
            Secrets.TokenHash(securityToken),
            now.ToUnixTimeMilliseconds(),
            expires.ToUnixTimeMilliseconds(),
            caller.Scope?.Value
        );
        await database.WriteAsync(
            async session =>
            {
                await TemporaryKeyStore.RemoveExpiredAsync(session, caller.UserId, key.IssuedMs);
                await TemporaryKeyStore.AddAsync(session, key);
                var until = WireTime.Seconds(expires);
                await Author.Of(caller, context).AuditAsync(session, "iam:securitytokens:create", ak, $"until {until}");
                return true;
            },
            context.RequestAborted
        );
        var shown = new TemporaryKeyShown(ak, sk, securityToken, WireTime.Microseconds(expires));
        return TypedResults.Created((string?)null, new TemporaryKeyAnswer(shown));
    }

    /// <returns>How long the key lives.</returns>
    private static async Task<int> CheckAsync(
        HttpContext context,
        Caller caller,
        TemporaryKeyRequest request,
        Database database
    )
    {
        // Otherwise one that was stolen could be prolonged for ever.
        if (caller.IsTemporary)
            throw new Refusal(WireError.NotAuthorized, "a temporary key makes no keys");
        var identity = request.Auth?.Identity;
        if (identity?.Methods is not ["token"])
            throw new Refusal(WireError.InvalidTokenRequest, "auth.identity.methods");
        // A policy we do not apply would be wider than the caller asked for.
        if (identity.Policy is not null)
            throw new Refusal(WireError.InvalidTokenRequest, "auth.identity.policy is not supported");
        if (identity.Token?.Id is { } text && !await IsOwnTokenAsync(context, caller, text, database))
            throw new Refusal(WireError.InvalidTokenRequest, "auth.identity.token.id is not the caller's");
        var seconds = identity.Token?.DurationSeconds ?? LeastSeconds;
        return seconds is >= LeastSeconds and <= MostSeconds
            ? seconds
            : throw new Refusal(
                WireError.InvalidTokenRequest,
                $"auth.identity.token.duration_seconds is {seconds}, not {LeastSeconds} to {MostSeconds}"
            );
    }

    private static async Task<bool> IsOwnTokenAsync(HttpContext context, Caller caller, string text, Database database)
    {
        var hash = Secrets.TokenHash(text);
        var token = await database.ReadAsync(session => TokenStore.FindAsync(session, hash), context.RequestAborted);
        return token is { IsRevoked: false }
            && token.UserId == caller.UserId.Value
            && (caller.Scope is null || caller.Scope == token.Project);
    }
}
