using System.Security.Cryptography;
using Cutroom.Server.Storage;

namespace Cutroom.Server.Identity;

/// <summary>Every node that verifies signatures must have the one seal key of the installation; another would refuse every caller.</summary>
internal static class SealCheck
{
    /// <exception cref="InvalidOperationException">The seal does not open what is there.</exception>
    public static async Task RunAsync(Database database, Seal seal, CancellationToken cancellation)
    {
        if (await database.ReadAsync(AccessKeyStore.AnyAsync, cancellation) is not { } key)
            return;
        try
        {
            CryptographicOperations.ZeroMemory(seal.Open(key.SealedSecret, key.Ak, new(key.UserId), key.KeyVersion));
        }
        catch (CryptographicException)
        {
            throw new InvalidOperationException(
                "CUTROOM_SEAL_KEY is not the key that sealed this installation's access keys. All api nodes need the same one."
            );
        }
    }
}
