using Cutroom.Server.Storage;

namespace Cutroom.Server.Identity;

/// <summary>What ends with a user's password, keys or state: tokens and temporary keys (I23).</summary>
internal static class Credentials
{
    /// <summary>Called inside the transaction of the change; every node notices within five seconds.</summary>
    public static async Task EndAsync(DbSession session, UserId user)
    {
        await TokenStore.RevokeAllAsync(session, user);
        await TemporaryKeyStore.RemoveAllAsync(session, user);
        await DirectoryVersion.RaiseAsync(session);
    }
}
