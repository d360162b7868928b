using Cutroom.Server.Storage;

namespace Cutroom.Server.Identity;

/// <summary>Adding and ending access keys, with the audit record in the same transaction (I24).</summary>
internal sealed class AccessKeys(Database database, Seal seal)
{
    private const int MaxLength = 128;

    /// <param name="userName">Null for the first user of the installation.</param>
    /// <exception cref="FormatException">The key has a form no header can carry.</exception>
    /// <exception cref="InvalidOperationException">No such user, or the AK is taken.</exception>
    public async Task AddAsync(string ak, string sk, string? userName, CancellationToken cancellation)
    {
        if (ak.Length is 0 or > MaxLength || !ak.All(char.IsAsciiLetterOrDigit))
            throw new FormatException($"An AK is 1 to {MaxLength} letters and digits, not '{ak}'.");
        if (sk.Length is < 16 or > MaxLength || !sk.All(letter => letter is > ' ' and < '\x7f'))
            throw new FormatException($"An SK is 16 to {MaxLength} printable ASCII characters without spaces.");

        await database.WriteAsync(
            async session =>
            {
                var user = await FindUserAsync(session, userName);
                var closed = seal.Close(sk, ak, user.Id);
                if (!await AccessKeyStore.AddAsync(session, ak, user.Id, closed, Seal.KeyVersion))
                    throw new InvalidOperationException($"The AK {ak} is there already.");
                await AuditLog.WriteAsync(session, new(""), user.Id, "admin:addKey", ak, requestId: "");
                return true;
            },
            cancellation
        );
    }

    /// <exception cref="InvalidOperationException">No such key.</exception>
    public async Task DisableAsync(string ak, CancellationToken cancellation) =>
        await database.WriteAsync(
            async session =>
            {
                var key =
                    await AccessKeyStore.FindAsync(session, ak)
                    ?? throw new InvalidOperationException($"There is no AK {ak}.");
                await AccessKeyStore.DisableAsync(session, ak);
                await TokenStore.RevokeAllAsync(session, new(key.UserId));
                await AuditLog.WriteAsync(session, new(""), new(key.UserId), "admin:disableKey", ak, requestId: "");
                return true;
            },
            cancellation
        );

    private static async Task<User> FindUserAsync(DbSession session, string? name)
    {
        var users = (await UserStore.ListAsync(session)).Where(user => name is null || user.Name == name).ToList();
        return users switch
        {
            [] => throw new InvalidOperationException(
                name is null ? "There is no user yet: run admin bootstrap." : $"There is no user {name}."
            ),
            [var only] => only,
            _ when name is null => users[0],
            _ => throw new InvalidOperationException($"Several accounts have a user {name}."),
        };
    }
}
