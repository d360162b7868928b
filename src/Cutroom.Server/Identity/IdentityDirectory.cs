using System.Security.Cryptography;
using Cutroom.Server.Storage;

namespace Cutroom.Server.Identity;

/// <summary>What the gate asks the database for, kept for a moment.</summary>
internal sealed class IdentityDirectory(Database database, Seal seal, TimeProvider time)
{
    private readonly BriefCache<string, KnownKey> keys = new(time, key => key.Wipe());
    private readonly BriefCache<string, Token> tokens = new(time);
    private readonly BriefCache<UserId, Principal> principals = new(time);
    private readonly BriefCache<ProjectId, Project> projects = new(time);

    /// <returns>Null for a key that is unknown or disabled.</returns>
    public ValueTask<KnownKey?> FindKeyAsync(string ak, CancellationToken cancellation) =>
        keys.FindAsync(
            ak,
            async () =>
            {
                var key = await database.ReadAsync(session => AccessKeyStore.FindAsync(session, ak), cancellation);
                return key is { IsEnabled: true }
                    ? new(new(key.UserId), seal.Open(key.SealedSecret, ak, new(key.UserId), key.KeyVersion))
                    : null;
            }
        );

    public ValueTask<Token?> FindTokenAsync(string tokenHash, CancellationToken cancellation) =>
        tokens.FindAsync(
            tokenHash,
            () => database.ReadAsync(session => TokenStore.FindAsync(session, tokenHash), cancellation)
        );

    public ValueTask<Principal?> FindPrincipalAsync(UserId id, CancellationToken cancellation) =>
        principals.FindAsync(id, () => database.ReadAsync(session => Principal.FindAsync(session, id), cancellation));

    public ValueTask<Project?> FindProjectAsync(ProjectId id, CancellationToken cancellation) =>
        projects.FindAsync(id, () => database.ReadAsync(session => ProjectStore.FindAsync(session, id), cancellation));
}

/// <summary>An access key that may sign, with its secret in clear: lives in the directory alone, never printed.</summary>
internal sealed class KnownKey(UserId user, byte[] secret)
{
    public UserId User => user;

    public ReadOnlySpan<byte> Secret => secret;

    public void Wipe() => CryptographicOperations.ZeroMemory(secret);
}
