using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Identity;

/// <summary><c>GET /v3/users</c> and <c>GET /v3/users/{id}</c>: the users of the caller's account.</summary>
internal static class ListUsers
{
    public static async Task<Ok<UserList>> HandleAsync(
        HttpContext context,
        Caller caller,
        QueryValues query,
        Database database
    )
    {
        var name = query.Text("name");
        var enabled = query.Text("enabled");
        if (enabled is not (null or "true" or "false"))
            throw new Refusal(WireError.IllegalParameter, "enabled");
        if (query.Text("domain_id") is { } domain && domain != caller.AccountId.Value)
            throw new Refusal(WireError.NotFound, "the domain");
        var all = await database.ReadAsync(
            session => UserStore.ListAsync(session, caller.AccountId),
            context.RequestAborted
        );
        return TypedResults.Ok(
            new UserList(
                [
                    .. all.Where(user =>
                            (name is null || user.Name == name)
                            && (enabled is null || (enabled == "true") == user.IsEnabled)
                        )
                        .Select(user => Listed(user, context)),
                ],
                new($"{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}")
            )
        );
    }

    public static async Task<Ok<UserAnswer>> HandleShowAsync(
        HttpContext context,
        string id,
        Caller caller,
        Database database,
        IdentityDirectory directory
    )
    {
        var user = await database.ReadAsync(session => UserStore.FindAsync(session, new(id)), context.RequestAborted);
        await OthersRight.CheckAsync(directory, caller, user, Permissions.GetUser, context.RequestAborted);
        return TypedResults.Ok(new UserAnswer(Listed(user!, context))); // checked to be of the account
    }

    private static ListedUser Listed(User user, HttpContext context) =>
        new(
            user.UserId,
            user.Name,
            user.AccountId,
            user.IsEnabled,
            user.Description,
            PasswordStatus: true,
            PasswordExpiresAt: null,
            new($"{context.Request.Scheme}://{context.Request.Host}/v3/users/{user.UserId}")
        );
}
