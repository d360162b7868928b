namespace Cutroom.Server.Storage;

/// <summary>Refuses a PostgreSQL server that answers before its commit is flushed (I1). SQLite's settings are ours (see <see cref="GroupCommitter"/>).</summary>
internal static class Durability
{
    /// <exception cref="InvalidOperationException">fsync or synchronous_commit is off.</exception>
    public static async Task CheckAsync(Database database, CancellationToken cancellation)
    {
        if (database.Dialect != SqlDialect.Postgres || database.Options.AllowWeakDurability)
            return;
        foreach (var setting in new[] { "fsync", "synchronous_commit", "full_page_writes" })
        {
            var value = await database.ReadAsync(
                session => session.SingleAsync<string>($"show {setting}"),
                cancellation
            );
            if (value is "off" or "local")
                throw new InvalidOperationException(
                    $"PostgreSQL runs with {setting} = {value}: an acknowledged change could be lost. Set it to on."
                );
        }
    }
}
