using Cutroom.Server.Storage;
using Npgsql;

namespace Cutroom.Testing;

/// <summary>An empty, migrated database of its own on either engine; gone when disposed.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private const string TemplateName = "cutroom_template";

    private static readonly Lazy<Task> PostgresTemplate = new(CreatePostgresTemplateAsync);

    private readonly Func<Task> remove;

    private TestDatabase(DatabaseOptions options, Func<Task> remove)
    {
        this.remove = remove;
        Options = options;
        Database = new(options);
    }

    public DatabaseOptions Options { get; }

    public Database Database { get; }

    public SqlDialect Dialect => Options.Dialect;

    /// <param name="weak">SQLite commits are not flushed: for specs of logic with many commits.</param>
    public static async Task<TestDatabase> StartAsync(SqlDialect dialect, bool weak = false)
    {
        if (dialect == SqlDialect.Postgres)
        {
            await PostgresTemplate.Value;
            return await OnPostgresAsync(TemplateName);
        }

        var database = OnSqlite(weak);
        await MigrationRunner.RunAsync(database.Options, CancellationToken.None);
        return database;
    }

    /// <summary>Without any table: for specs of the migrations themselves.</summary>
    public static async Task<TestDatabase> StartEmptyAsync(SqlDialect dialect) =>
        dialect == SqlDialect.Postgres ? await OnPostgresAsync(null) : OnSqlite(weak: false);

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await remove();
    }

    private static TestDatabase OnSqlite(bool weak)
    {
        var folder = Directory.CreateTempSubdirectory("cutroom-database-").FullName;
        var options = DatabaseOptions.ForSqlite(Path.Combine(folder, "cutroom.db")) with { AllowWeakDurability = weak };
        return new(
            options,
            () =>
            {
                Directory.Delete(folder, recursive: true);
                return Task.CompletedTask;
            }
        );
    }

    private static async Task<TestDatabase> OnPostgresAsync(string? template)
    {
        var server = await PrivatePostgres.SharedAsync();
        var connectionString = await server.CreateDatabaseAsync(template);
        return new(
            new DatabaseOptions(SqlDialect.Postgres, connectionString),
            () => server.DropDatabaseAsync(connectionString)
        );
    }

    private static async Task CreatePostgresTemplateAsync()
    {
        var server = await PrivatePostgres.SharedAsync();
        await server.ExecuteAsync($"create database {TemplateName} template template0");
        var options = new DatabaseOptions(
            SqlDialect.Postgres,
            new NpgsqlConnectionStringBuilder(server.Administration)
            {
                Database = TemplateName,
                // A template must have no connection while it is copied.
                Pooling = false,
            }.ConnectionString
        );
        await MigrationRunner.RunAsync(options, CancellationToken.None);
    }
}
