using Microsoft.Data.Sqlite;

namespace Cutroom.Server.Storage;

/// <summary>The connection of SQLite's one writer, with durable settings.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly KeptStatements statements;
    private readonly DbSession session;

    private SqliteWriter(KeptStatements statements)
    {
        this.statements = statements;
        session = new DbSession(statements, null, SqlDialect.Sqlite);
    }

    /// <exception cref="InvalidOperationException">The file system does not support the write-ahead log.</exception>
    public static SqliteWriter Open(DatabaseOptions options)
    {
        // Outside the pool, so that disposing closes the file and ends whatever transaction a failure left open.
        var statements = new KeptStatements(
            new SqliteConnection(
                new SqliteConnectionStringBuilder(options.ConnectionString) { Pooling = false }.ConnectionString
            )
        );
        try
        {
            statements.Open();
            if (statements.Ask("pragma journal_mode = wal") is not "wal")
                throw new InvalidOperationException("SQLite cannot keep a write-ahead log on this file system.");
            // fullfsync: on macOS an ordinary flush does not reach the medium.
            var synchronous = options.AllowWeakDurability ? "off" : "full";
            statements.Ask($"pragma synchronous = {synchronous}; pragma fullfsync = on; pragma foreign_keys = on");
            // A quarter more cancels a second: pages that change often are moved into the database once in 64 MiB of log, not in 4.
            statements.Ask("pragma cache_size = -32768");
            statements.Ask("pragma wal_autocheckpoint = 16384");
            return new(statements);
        }
        catch
        {
            statements.Dispose();
            throw;
        }
    }

    /// <summary>
    /// One transaction; returning means flushed. Faults such as a full disk make SQLite undo all of it; savepoint and transaction are
    /// gone then, and the error says so.
    /// </summary>
    /// <param name="works">One or more; each returns false to leave no trace.</param>
    public void Run(IReadOnlyList<Func<DbSession, bool>> works)
    {
        statements.Ask("begin immediate");
        if (works is [var only])
        {
            // Alone it needs no savepoint, for which SQLite would keep a copy of every page it changes.
            statements.Ask(only(session) ? "commit" : "rollback");
            return;
        }

        foreach (var work in works)
        {
            statements.Ask("savepoint one");
            if (!work(session))
                statements.Ask("rollback to one");
            statements.Ask("release one");
        }

        statements.Ask("commit");
    }

    public void Dispose() => statements.Dispose();
}
