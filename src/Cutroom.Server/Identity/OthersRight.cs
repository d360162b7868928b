using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Cutroom.Wire;

namespace Cutroom.Server.Identity;

/// <summary>Calls that anyone may make about oneself, and about others of the account only with a permission.</summary>
internal static class OthersRight
{
    /// <param name="subject">Whom the call is about; somebody of another account is not there (I15).</param>
    /// <exception cref="Refusal">403 without the permission, 404 for nobody of the account.</exception>
    public static async Task CheckAsync(
        IdentityDirectory directory,
        Caller caller,
        User? subject,
        Permission permission,
        CancellationToken cancellation
    )
    {
        if (subject?.Id == caller.UserId)
            return;
        var own = await directory.FindPrincipalAsync(caller.UserId, cancellation);
        if (own is null || !PermissionCheck.MayInAccount(own, permission))
            throw new Refusal(WireError.NotAuthorized, permission.Action);
        if (subject?.Account != caller.AccountId)
            throw new Refusal(WireError.NotFound, "the user");
    }
}
