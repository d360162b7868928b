using System.Reflection;
using DbUp;
using DbUp.Builder;
using DbUp.Engine.Output;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cutroom.Server.Storage;

/// <summary>Brings the schema to this program's version, one starter at a time; refuses a schema newer than the program (I14).</summary>
internal static class MigrationRunner
{
    /// <summary>Any constant will do, as long as every version of the program uses the same.</summary>
    private const long LockKey = 0x43555452; // "CUTR"

    /// <exception cref="InvalidOperationException">The schema is newer than the program, or a migration failed.</exception>
    public static async Task RunAsync(DatabaseOptions options, CancellationToken cancellation)
    {
        await using var held = await LockAsync(options, cancellation);
        var upgrader = Builder(options)
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => IsFor(options.Dialect, name))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogTo(new NoOpUpgradeLog())
            .Build();

        var known = upgrader.GetDiscoveredScripts().Select(script => script.Name).ToHashSet();
        if (upgrader.GetExecutedScripts().FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new InvalidOperationException(
                $"The database was migrated by a newer version of this program (it holds {unknown}). Start that version, or restore a backup."
            );

        var result = upgrader.PerformUpgrade();
        if (!result.Successful)
            throw new InvalidOperationException($"Migration {result.ErrorScript?.Name} failed.", result.Error);
    }

    /// <summary>Called by running nodes.</summary>
    /// <returns>A migration that this version does not know; null where there is none.</returns>
    public static async Task<string?> FindUnknownAsync(DbSession session)
    {
        var known = Known(session.Dialect);
        var executed = await session.ListAsync<string>("select scriptname from schemaversions order by scriptname");
        return executed.LastOrDefault(name => !known.Contains(name));
    }

    /// <summary>The migrations of this version, by the names of their resources, which sort as they run.</summary>
    internal static HashSet<string> Known(SqlDialect dialect) =>
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => IsFor(dialect, name))];

    private static UpgradeEngineBuilder Builder(DatabaseOptions options) =>
        options.Dialect == SqlDialect.Sqlite
            ? DeployChanges.To.SqliteDatabase(options.ConnectionString)
            : DeployChanges.To.PostgresqlDatabase(options.ConnectionString);

    /// <summary><c>0001_name.sql</c> runs on both engines, <c>0001_name.sqlite.sql</c> on one.</summary>
    private static bool IsFor(SqlDialect dialect, string resource) =>
        resource.EndsWith(".sql", StringComparison.Ordinal)
        && resource[..^".sql".Length].Split('.')[^1] is var last
        && (last == dialect.Name || (last != SqlDialect.Sqlite.Name && last != SqlDialect.Postgres.Name));

    /// <summary>Held until disposed; the operating system or the database frees it when the holder dies.</summary>
    private static async Task<IAsyncDisposable> LockAsync(DatabaseOptions options, CancellationToken cancellation)
    {
        if (options.Dialect == SqlDialect.Postgres)
        {
            // Outside the pool, so that disposing really ends the session that owns the lock.
            var connection = new NpgsqlConnection(
                new NpgsqlConnectionStringBuilder(options.ConnectionString) { Pooling = false }.ConnectionString
            );
            await connection.OpenAsync(cancellation);
            await using var command = new NpgsqlCommand($"select pg_advisory_lock({LockKey})", connection)
            {
                CommandTimeout = 0, // another starter's migrations may take long
            };
            await command.ExecuteNonQueryAsync(cancellation);
            return connection;
        }

        var path = new SqliteConnectionStringBuilder(options.ConnectionString).DataSource;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // made absolute by DatabaseOptions
        var lease = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path + ".lock",
                Pooling = false,
                DefaultTimeout = 3600, // seconds; another starter's migrations may take long
            }.ConnectionString
        );
        await lease.OpenAsync(cancellation);
        await using var begin = lease.CreateCommand();
        begin.CommandText = "begin exclusive";
        await begin.ExecuteNonQueryAsync(cancellation);
        return lease;
    }
}
