using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Identity;

/// <summary><c>/v3.0/OS-CREDENTIAL/credentials</c>: users see and change their own access keys, administrators everybody's.</summary>
internal sealed class AccessKeyEndpoints(Database database, IdentityDirectory directory, AccessKeys keys)
{
    private readonly Database database = database;
    private readonly AccessKeys keys = keys;

    private const string Path = "/v3.0/OS-CREDENTIAL/credentials";
    private const string Reason = "own keys need no right; others' are checked by the operation";
    private const int MaxDescription = 255;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ListAsync).RequiresCaller(Reason);
        routes.MapPost(Path, CreateAsync).RequiresCaller(Reason);
        routes.MapGet(Path + "/{ak}", ShowAsync).RequiresCaller(Reason);
        routes.MapPut(Path + "/{ak}", UpdateAsync).RequiresCaller(Reason);
        routes.MapDelete(Path + "/{ak}", DeleteAsync).RequiresCaller(Reason);
    }

    /// <summary>Without <c>user_id</c>, the caller's own.</summary>
    private static async Task<Ok<AccessKeyList>> ListAsync(
        HttpContext context,
        Caller caller,
        QueryValues query,
        AccessKeyEndpoints self
    )
    {
        var user = new UserId(query.Text("user_id") ?? caller.UserId.Value);
        await self.CheckAsync(context, caller, user, Permissions.ListCredentials);
        var found = await self.database.ReadAsync(
            session => AccessKeyStore.ListAsync(session, user),
            context.RequestAborted
        );
        return TypedResults.Ok(new AccessKeyList([.. found.Select(key => Shown(key))]));
    }

    private static async Task<Created<AccessKeyAnswer>> CreateAsync(
        HttpContext context,
        Caller caller,
        AccessKeyEndpoints self
    )
    {
        RefuseTemporary(caller);
        var wish = await ReadAsync(context);
        var user = new UserId(wish.UserId ?? caller.UserId.Value);
        await self.CheckAsync(context, caller, user, Permissions.CreateCredential);
        var sk = Secrets.NewSk();
        var key = await self.keys.AddAsync(
            Author.Of(caller, context),
            user,
            Secrets.NewAk(),
            sk,
            wish.Description ?? "",
            context.RequestAborted
        );
        return TypedResults.Created((string?)null, new AccessKeyAnswer(Shown(key, sk)));
    }

    private static async Task<Ok<AccessKeyAnswer>> ShowAsync(
        HttpContext context,
        string ak,
        Caller caller,
        AccessKeyEndpoints self
    ) =>
        TypedResults.Ok(
            new AccessKeyAnswer(Shown(await self.FindAsync(context, ak, caller, Permissions.GetCredential)))
        );

    private static async Task<Ok<AccessKeyAnswer>> UpdateAsync(
        HttpContext context,
        string ak,
        Caller caller,
        AccessKeyEndpoints self
    )
    {
        RefuseTemporary(caller);
        var wish = await ReadAsync(context);
        bool? enabled = wish.Status switch
        {
            null => null,
            "active" => true,
            "inactive" => false,
            _ => throw new Refusal(WireError.IllegalKey, $"credential.status is {wish.Status}, not active or inactive"),
        };
        await self.FindAsync(context, ak, caller, Permissions.UpdateCredential);
        await self.keys.ChangeAsync(Author.Of(caller, context), ak, enabled, wish.Description, context.RequestAborted);
        return TypedResults.Ok(
            new AccessKeyAnswer(Shown(await self.FindAsync(context, ak, caller, Permissions.UpdateCredential)))
        );
    }

    private static async Task<NoContent> DeleteAsync(
        HttpContext context,
        string ak,
        Caller caller,
        AccessKeyEndpoints self
    )
    {
        RefuseTemporary(caller);
        await self.FindAsync(context, ak, caller, Permissions.DeleteCredential);
        await self.keys.RemoveAsync(Author.Of(caller, context), ak, context.RequestAborted);
        return TypedResults.NoContent();
    }

    private async Task<AccessKey> FindAsync(HttpContext context, string ak, Caller caller, Permission permission)
    {
        var key = await database.ReadAsync(session => AccessKeyStore.FindAsync(session, ak), context.RequestAborted);
        await CheckAsync(context, caller, key?.User ?? new(""), permission);
        return key ?? throw new Refusal(WireError.NotFound, "the access key");
    }

    private async Task CheckAsync(HttpContext context, Caller caller, UserId user, Permission permission)
    {
        var subject = await database.ReadAsync(session => UserStore.FindAsync(session, user), context.RequestAborted);
        await OthersRight.CheckAsync(directory, caller, subject, permission, context.RequestAborted);
    }

    private static async Task<AccessKeyWish> ReadAsync(HttpContext context)
    {
        var request = await JsonBody.ReadAsync(context, WireJson.Default.AccessKeyRequest);
        var wish = request.Credential ?? throw new Refusal(WireError.IllegalKey, "credential");
        return wish.Description is { Length: > MaxDescription }
            ? throw new Refusal(WireError.IllegalKey, $"credential.description is longer than {MaxDescription}")
            : wish;
    }

    /// <summary>Otherwise one that was stolen could make itself last.</summary>
    private static void RefuseTemporary(Caller caller)
    {
        if (caller.IsTemporary)
            throw new Refusal(WireError.NotAuthorized, "a temporary key changes no keys");
    }

    private static AccessKeyShown Shown(AccessKey key, string? secret = null) =>
        new(
            key.UserId,
            key.Ak,
            key.IsEnabled ? "active" : "inactive",
            Instant(key.CreatedMs),
            key.Description,
            key.LastUsedMs is { } used ? Instant(used) : null,
            secret
        );

    private static string Instant(long unixMilliseconds) =>
        WireTime.Microseconds(DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds));
}
