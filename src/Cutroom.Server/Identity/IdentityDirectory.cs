using System.Security.Cryptography;
using Cutroom.Server.Storage;

namespace Cutroom.Server.Identity;

/// <summary>What the gate asks the database for, kept until the directory's version changes (I23).</summary>
internal sealed class IdentityDirectory(Database database, Seal seal, KnownVersion known, TimeProvider time)
    : IDisposable
{
    private readonly DirectoryCache<string, KnownKey> keys = new(time, key => key.Wipe());
    private readonly DirectoryCache<string, Token> tokens = new(time);
    private readonly DirectoryCache<UserId, Principal> principals = new(time);
    private readonly DirectoryCache<ProjectId, Project> projects = new(time);

    /// <returns>Null for a key that is unknown or disabled.</returns>
    public async ValueTask<KnownKey?> FindKeyAsync(string ak, CancellationToken cancellation) =>
        await keys.FindAsync(
            ak,
            await known.GetAsync(),
            () => database.ReadAsync(session => LoadKeyAsync(session, ak), cancellation)
        );

    public async ValueTask<Token?> FindTokenAsync(string tokenHash, CancellationToken cancellation) =>
        await tokens.FindAsync(
            tokenHash,
            await known.GetAsync(),
            () => database.ReadAsync(session => TokenStore.FindAsync(session, tokenHash), cancellation)
        );

    public async ValueTask<Principal?> FindPrincipalAsync(UserId id, CancellationToken cancellation) =>
        await principals.FindAsync(
            id,
            await known.GetAsync(),
            () => database.ReadAsync(session => Principal.FindAsync(session, id), cancellation)
        );

    public async ValueTask<Project?> FindProjectAsync(ProjectId id, CancellationToken cancellation) =>
        await projects.FindAsync(
            id,
            await known.GetAsync(),
            () => database.ReadAsync(session => ProjectStore.FindAsync(session, id), cancellation)
        );

    public void Dispose()
    {
        keys.Dispose();
        tokens.Dispose();
        principals.Dispose();
        projects.Dispose();
    }

    private async Task<KnownKey?> LoadKeyAsync(DbSession session, string ak)
    {
        if (await AccessKeyStore.FindAsync(session, ak) is { } key)
            return key.IsEnabled
                ? new(new(key.UserId), Open(key.SealedSecret, key.UserId, key.KeyVersion), null)
                : null;
        return await TemporaryKeyStore.FindAsync(session, ak) is { } temporary
            ? new(
                new(temporary.UserId),
                Open(temporary.SealedSecret, temporary.UserId, temporary.KeyVersion),
                new(temporary.TokenHash, temporary.ExpiresMs, temporary.Scope)
            )
            : null;

        byte[] Open(string closed, string user, long version) => seal.Open(closed, ak, new(user), version);
    }
}

/// <summary>An access key that may sign, with its secret in clear: lives in the directory alone, never printed.</summary>
/// <param name="temporary">Null for a lasting key.</param>
internal sealed class KnownKey(UserId user, byte[] secret, TemporaryKeyTerms? temporary)
{
    public UserId User => user;

    public TemporaryKeyTerms? Temporary => temporary;

    public ReadOnlySpan<byte> Secret => secret;

    public void Wipe() => CryptographicOperations.ZeroMemory(secret);
}

/// <summary>What a temporary key asks for besides a signature.</summary>
/// <param name="TokenHash">Of the security token that must come with it.</param>
/// <param name="Scope">The project it is bound to; null for a key that reaches whatever its user does.</param>
internal sealed record TemporaryKeyTerms(string TokenHash, long ExpiresMs, ProjectId? Scope);
