using Microsoft.Data.Sqlite;

namespace Cutroom.Server.Storage;

/// <summary>The connection of SQLite's one writer: durable settings, and the statements around a group prepared once.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly DbSession session;
    private readonly SqliteCommand begin;
    private readonly SqliteCommand commit;
    private readonly SqliteCommand savepoint;
    private readonly SqliteCommand release;
    private readonly SqliteCommand rollBack;

    private SqliteWriter(SqliteConnection connection)
    {
        this.connection = connection;
        session = new DbSession(connection, null, SqlDialect.Sqlite);
        begin = Prepare("begin immediate");
        commit = Prepare("commit");
        savepoint = Prepare("savepoint one");
        release = Prepare("release one");
        rollBack = Prepare("rollback to one");
    }

    /// <exception cref="InvalidOperationException">The file system does not support the write-ahead log.</exception>
    public static SqliteWriter Open(DatabaseOptions options)
    {
        // Outside the pool, so that disposing closes the file and ends whatever transaction a failure left open.
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder(options.ConnectionString) { Pooling = false }.ConnectionString
        );
        try
        {
            connection.Open();
            if (Ask(connection, "pragma journal_mode = wal") is not "wal")
                throw new InvalidOperationException("SQLite cannot keep a write-ahead log on this file system.");
            // fullfsync: on macOS an ordinary flush does not reach the medium.
            var synchronous = options.AllowWeakDurability ? "off" : "full";
            Ask(connection, $"pragma synchronous = {synchronous}; pragma fullfsync = on; pragma foreign_keys = on");
            return new(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Begin() => begin.ExecuteNonQuery();

    /// <summary>Returning means flushed.</summary>
    public void Commit() => commit.ExecuteNonQuery();

    /// <summary>
    /// Faults such as a full disk make SQLite undo the whole transaction; the savepoint is gone then, and the error says so.
    /// </summary>
    /// <param name="tryRun">Returns false to leave no trace.</param>
    public void RunInSavepoint(Func<DbSession, bool> tryRun)
    {
        savepoint.ExecuteNonQuery();
        if (!tryRun(session))
            rollBack.ExecuteNonQuery();
        release.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var command in new[] { begin, commit, savepoint, release, rollBack })
            command.Dispose();
        connection.Dispose();
    }

    private SqliteCommand Prepare(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Prepare();
        return command;
    }

    private static object? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
