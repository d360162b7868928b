using Cutroom.Server.Storage;

namespace Cutroom.Server.Identity;

/// <summary>An AK/SK pair as it is kept: the secret sealed.</summary>
internal sealed record AccessKey(
    string Ak,
    string UserId,
    string SealedSecret,
    long KeyVersion,
    long Enabled,
    long CreatedMs
)
{
    public bool IsEnabled => Enabled == 1;
}

internal static class AccessKeyStore
{
    private const string Columns = "ak, user_id, sealed_secret, key_version, enabled, created_ms";

    /// <summary>Called when a key is made or imported; the primary key lets one of two writers through.</summary>
    /// <returns>False where the AK is taken: nothing was changed.</returns>
    public static async Task<bool> AddAsync(
        DbSession session,
        string ak,
        UserId user,
        string sealedSecret,
        long keyVersion
    ) =>
        await session.ExecuteAsync(
            $"""
            insert into access_keys (ak, user_id, sealed_secret, key_version, enabled, created_ms)
            values (@ak, @user, @sealedSecret, @keyVersion, 1, {session.Dialect.NowMs})
            on conflict (ak) do nothing
            """,
            new
            {
                ak,
                user = user.Value,
                sealedSecret,
                keyVersion,
            }
        ) == 1;

    /// <summary>Called by the gate; primary key.</summary>
    public static Task<AccessKey?> FindAsync(DbSession session, string ak) =>
        session.SingleAsync<AccessKey>($"select {Columns} from access_keys where ak = @ak", new { ak });

    /// <summary>Called at the start, to see whether the seal key is the right one.</summary>
    /// <returns>Null where there is none yet.</returns>
    public static Task<AccessKey?> AnyAsync(DbSession session) =>
        session.SingleAsync<AccessKey>($"select {Columns} from access_keys order by ak limit 1");

    /// <summary>Called by the operator's list, which shows every key once.</summary>
    public static Task<IReadOnlyList<AccessKey>> ListAsync(DbSession session) =>
        session.ListAsync<AccessKey>($"select {Columns} from access_keys order by created_ms, ak");

    /// <returns>False where there is no such key.</returns>
    public static async Task<bool> DisableAsync(DbSession session, string ak) =>
        await session.ExecuteAsync("update access_keys set enabled = 0 where ak = @ak", new { ak }) == 1;

    /// <summary>Called by the key reset; index on user_id.</summary>
    public static Task RemoveAllAsync(DbSession session, UserId user) =>
        session.ExecuteAsync("delete from access_keys where user_id = @user", new { user = user.Value });
}
