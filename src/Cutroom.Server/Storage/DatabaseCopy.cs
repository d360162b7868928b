using Cutroom.Rendering.Execution;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cutroom.Server.Storage;

/// <summary>A consistent copy of the database in one file, made while it is in use, and the way back.</summary>
internal static class DatabaseCopy
{
    public static string FileOf(SqlDialect dialect) => dialect == SqlDialect.Sqlite ? "cutroom.db" : "cutroom.dump";

    /// <param name="path">Must not exist. Durable on return.</param>
    /// <param name="read">Sees the very state that is copied.</param>
    public static async Task<T> SaveAsync<T>(
        DatabaseOptions options,
        string path,
        Func<DbSession, Task<T>> read,
        CancellationToken cancellation
    )
    {
        var result =
            options.Dialect == SqlDialect.Sqlite
                ? await SaveSqliteAsync(options, path, read, cancellation)
                : await SavePostgresAsync(options, path, read, cancellation);
        DurableFiles.FlushFolder(Path.GetDirectoryName(path)!); // a file in a folder
        return result;
    }

    /// <exception cref="InvalidOperationException">There is something in the database already, or the copy is damaged.</exception>
    public static async Task RestoreAsync(DatabaseOptions options, string path, CancellationToken cancellation)
    {
        if (!await IsEmptyAsync(options, cancellation))
            throw new InvalidOperationException("There is a database already: a backup is restored into an empty one.");
        if (options.Dialect == SqlDialect.Postgres)
        {
            var target = new NpgsqlConnectionStringBuilder(options.ConnectionString);
            string[] arguments = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"];
            await PostgresTool.RunAsync(
                "pg_restore",
                [.. arguments, "--dbname", target.Database!, path],
                target,
                cancellation
            );
            return;
        }

        var file = new SqliteConnectionStringBuilder(options.ConnectionString).DataSource;
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(file)!).FullName; // made absolute by DatabaseOptions
        var unfinished = $"{file}.restored";
        File.Copy(path, unfinished, overwrite: true);
        await CheckSqliteAsync(unfinished, cancellation);
        File.Move(unfinished, file);
        DurableFiles.FlushFolder(folder);
    }

    private static async Task<T> SaveSqliteAsync<T>(
        DatabaseOptions options,
        string path,
        Func<DbSession, Task<T>> read,
        CancellationToken cancellation
    )
    {
        await using (var source = await OpenSqliteAsync(new(options.ConnectionString), cancellation))
        {
            await using var copy = source.CreateCommand();
            copy.CommandText = "vacuum into @path";
            copy.Parameters.AddWithValue("@path", path);
            await copy.ExecuteNonQueryAsync(cancellation);
        }

        await CheckSqliteAsync(path, cancellation);
        await using var made = await OpenSqliteAsync(new() { DataSource = path }, cancellation);
        return await read(new DbSession(made, null, SqlDialect.Sqlite));
    }

    private static async Task<T> SavePostgresAsync<T>(
        DatabaseOptions options,
        string path,
        Func<DbSession, Task<T>> read,
        CancellationToken cancellation
    )
    {
        var source = new NpgsqlConnectionStringBuilder(options.ConnectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(source.ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead,
            cancellation
        );
        var session = new DbSession(connection, transaction, SqlDialect.Postgres);
        // The dump sees what this transaction sees.
        var snapshot = await session.SingleAsync<string>("select pg_export_snapshot()");
        string[] arguments = ["--format=custom", "--no-owner", "--no-privileges", $"--snapshot={snapshot}"];
        await PostgresTool.RunAsync("pg_dump", [.. arguments, "--file", path, source.Database!], source, cancellation);
        return await read(session);
    }

    private static async Task<bool> IsEmptyAsync(DatabaseOptions options, CancellationToken cancellation)
    {
        if (options.Dialect == SqlDialect.Sqlite)
            return !File.Exists(new SqliteConnectionStringBuilder(options.ConnectionString).DataSource);
        await using var database = new Database(options);
        return await database.ReadAsync(
                session => session.SingleAsync<long>("select count(*) from pg_tables where schemaname = 'public'"),
                cancellation
            ) == 0;
    }

    private static async Task CheckSqliteAsync(string path, CancellationToken cancellation)
    {
        await using var made = await OpenSqliteAsync(new() { DataSource = path }, cancellation);
        await using var check = made.CreateCommand();
        check.CommandText = "pragma integrity_check(1)";
        if (await check.ExecuteScalarAsync(cancellation) is not "ok" and var complaint)
            throw new InvalidOperationException($"The copy {path} is damaged: {complaint}");
    }

    private static async Task<SqliteConnection> OpenSqliteAsync(
        SqliteConnectionStringBuilder text,
        CancellationToken cancellation
    )
    {
        (text.Mode, text.Pooling) = (SqliteOpenMode.ReadOnly, false);
        var connection = new SqliteConnection(text.ConnectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }
}
