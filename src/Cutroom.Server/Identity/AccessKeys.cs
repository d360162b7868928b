using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;

namespace Cutroom.Server.Identity;

/// <summary>Adding, changing and ending access keys, with the audit record in the same transaction (I24).</summary>
internal sealed class AccessKeys(Database database, Seal seal, KnownVersion? known = null)
{
    /// <summary>Enough to change from one to the next. Source: IAM user guide, access keys.</summary>
    public const int MostPerUser = 2;

    private const int MaxLength = 128;

    /// <exception cref="Refusal">No such user, the AK is taken, or the user has as many as it may have.</exception>
    public async Task<AccessKey> AddAsync(
        Author author,
        UserId user,
        string ak,
        string sk,
        string description,
        CancellationToken cancellation
    )
    {
        if (ak.Length is 0 or > MaxLength || !ak.All(char.IsAsciiLetterOrDigit))
            throw new Refusal(WireError.IllegalKey, $"an AK is 1 to {MaxLength} letters and digits, not '{ak}'");
        if (sk.Length is < 16 or > MaxLength || !sk.All(letter => letter is > ' ' and < '\x7f'))
            throw new Refusal(
                WireError.IllegalKey,
                $"an SK is 16 to {MaxLength} printable ASCII characters without spaces"
            );
        return await ChangeAsync(
            async session =>
            {
                if (!await UserStore.HoldAsync(session, user))
                    throw new Refusal(WireError.NotFound, $"user {user}");
                if ((await AccessKeyStore.ListAsync(session, user)).Count >= MostPerUser)
                    throw new Refusal(WireError.QuotaUsedUp, $"a user has at most {MostPerUser} access keys");
                await AddAsync(session, user, ak, sk, description);
                await author.AuditAsync(session, "iam:credentials:createCredential", ak, $"user {user}");
                return await FindAsync(session, ak);
            },
            cancellation
        );
    }

    /// <summary>A new pair in place of an old one, which ends: for changing over without a gap, create a second key instead.</summary>
    /// <exception cref="Refusal">No such key.</exception>
    public async Task<AccessKey> RotateAsync(
        Author author,
        string oldAk,
        string ak,
        string sk,
        CancellationToken cancellation
    ) =>
        await ChangeAsync(
            async session =>
            {
                var old = await FindAsync(session, oldAk);
                await AccessKeyStore.RemoveAsync(session, oldAk);
                await AddAsync(session, old.User, ak, sk, old.Description);
                await Credentials.EndAsync(session, old.User);
                await author.AuditAsync(session, "iam:credentials:rotateCredential", oldAk, $"now {ak}");
                return await FindAsync(session, ak);
            },
            cancellation
        );

    /// <exception cref="Refusal">No such key.</exception>
    public Task ChangeAsync(
        Author author,
        string ak,
        bool? enabled,
        string? description,
        CancellationToken cancellation
    ) =>
        ChangeAsync(
            async session =>
            {
                var key = await FindAsync(session, ak);
                if (description is not null)
                    await AccessKeyStore.SetDescriptionAsync(session, ak, description);
                if (enabled is { } on)
                    await AccessKeyStore.SetEnabledAsync(session, ak, on);
                if (enabled is false)
                    await Credentials.EndAsync(session, key.User);
                var state = enabled switch
                {
                    true => "enabled",
                    false => "disabled",
                    null => "described",
                };
                await author.AuditAsync(session, "iam:credentials:updateCredential", ak, state);
                return true;
            },
            cancellation
        );

    /// <exception cref="Refusal">No such key.</exception>
    public Task RemoveAsync(Author author, string ak, CancellationToken cancellation) =>
        ChangeAsync(
            async session =>
            {
                var key = await FindAsync(session, ak);
                await AccessKeyStore.RemoveAsync(session, ak);
                await Credentials.EndAsync(session, key.User);
                await author.AuditAsync(session, "iam:credentials:deleteCredential", ak);
                return true;
            },
            cancellation
        );

    private async Task AddAsync(DbSession session, UserId user, string ak, string sk, string description)
    {
        var closed = seal.Close(sk, ak, user);
        if (!await AccessKeyStore.AddAsync(session, ak, user, closed, Seal.KeyVersion, description))
            throw new Refusal(WireError.AlreadyThere, $"access key {ak}");
    }

    private static async Task<AccessKey> FindAsync(DbSession session, string ak) =>
        await AccessKeyStore.FindAsync(session, ak) ?? throw new Refusal(WireError.NotFound, $"access key {ak}");

    private async Task<T> ChangeAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellation)
    {
        var result = await database.WriteAsync(work, cancellation);
        known?.Distrust();
        return result;
    }
}
