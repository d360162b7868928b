using Cutroom.Server.Storage;

namespace Cutroom.Server.Identity;

/// <summary>
/// The number of changes to who may do what. Whatever changes users, groups, keys, tokens, grants or policies raises it in the same
/// transaction, so that every node forgets what it kept (I23).
/// </summary>
internal static class DirectoryVersion
{
    /// <summary>PostgreSQL's channel, see migration 0011.</summary>
    public const string Channel = "cutroom_directory";

    /// <summary>Called by the stores; writers wait for each other from here to their commit.</summary>
    public static Task RaiseAsync(DbSession session) =>
        session.ExecuteAsync("update directory_version set version = version + 1 where only_row = 1");

    /// <summary>Called by every node each second; one row.</summary>
    public static Task<long> ReadAsync(DbSession session) =>
        session.SingleAsync<long>("select version from directory_version where only_row = 1");
}
