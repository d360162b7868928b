using Cutroom.Server.Storage;

namespace Cutroom.Server.Identity;

/// <summary>An AK/SK pair as it is kept: the secret sealed.</summary>
/// <param name="LastUsedMs">Null for a key that never signed; otherwise a little late.</param>
internal sealed record AccessKey(
    string Ak,
    string UserId,
    string SealedSecret,
    long KeyVersion,
    long Enabled,
    long CreatedMs,
    string Description,
    long? LastUsedMs
)
{
    public UserId User => new(UserId);

    public bool IsEnabled => Enabled == 1;
}

/// <summary>Every statement on access keys; what ends a key raises the directory's version.</summary>
internal static class AccessKeyStore
{
    private const string Columns =
        "ak, user_id, sealed_secret, key_version, enabled, created_ms, description, last_used_ms";

    /// <summary>Called when a key is made or imported; the primary key lets one of two writers through.</summary>
    /// <returns>False where the AK is taken: nothing was changed.</returns>
    public static async Task<bool> AddAsync(
        DbSession session,
        string ak,
        UserId user,
        string sealedSecret,
        long keyVersion,
        string description = ""
    ) =>
        await session.ExecuteAsync(
            $"""
            insert into access_keys (ak, user_id, sealed_secret, key_version, enabled, created_ms, description)
            values (@ak, @user, @sealedSecret, @keyVersion, 1, {session.Dialect.NowMs}, @description)
            on conflict (ak) do nothing
            """,
            new
            {
                ak,
                user = user.Value,
                sealedSecret,
                keyVersion,
                description,
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

    /// <summary>Called by the identity calls and before a key is added; index on user_id.</summary>
    public static Task<IReadOnlyList<AccessKey>> ListAsync(DbSession session, UserId user) =>
        session.ListAsync<AccessKey>(
            $"select {Columns} from access_keys where user_id = @user order by created_ms, ak",
            new { user = user.Value }
        );

    /// <returns>False where there is no such key.</returns>
    public static async Task<bool> SetEnabledAsync(DbSession session, string ak, bool enabled)
    {
        await DirectoryVersion.RaiseAsync(session);
        return await session.ExecuteAsync(
                "update access_keys set enabled = @enabled where ak = @ak",
                new { ak, enabled = enabled ? 1 : 0 }
            ) == 1;
    }

    /// <summary>For people only: nothing is decided by it.</summary>
    public static Task SetDescriptionAsync(DbSession session, string ak, string description) =>
        session.ExecuteAsync(
            "update access_keys set description = @description where ak = @ak",
            new { ak, description }
        );

    /// <summary>Called now and then with what a node saw; a node that saw less changes nothing.</summary>
    public static Task SetLastUsedAsync(DbSession session, string ak, long usedMs) =>
        session.ExecuteAsync(
            """
            update access_keys set last_used_ms = @usedMs
            where ak = @ak and (last_used_ms is null or last_used_ms < @usedMs)
            """,
            new { ak, usedMs }
        );

    public static async Task RemoveAsync(DbSession session, string ak)
    {
        await session.ExecuteAsync("delete from access_keys where ak = @ak", new { ak });
        await DirectoryVersion.RaiseAsync(session);
    }

    /// <summary>Called by the key reset; index on user_id.</summary>
    public static async Task RemoveAllAsync(DbSession session, UserId user)
    {
        await session.ExecuteAsync("delete from access_keys where user_id = @user", new { user = user.Value });
        await DirectoryVersion.RaiseAsync(session);
    }
}
