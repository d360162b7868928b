using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cutroom.Server.Storage;

/// <summary>
/// The store of truth. A write is acknowledged only after its commit was flushed (I1); work that throws leaves no trace.
/// </summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly DbDataSource source;
    private readonly GroupCommitter? writer;

    public Database(DatabaseOptions options)
    {
        Dialect = options.Dialect;
        Options = options;
        if (Dialect == SqlDialect.Sqlite)
        {
            writer = new GroupCommitter(options);
            source = SqliteFactory.Instance.CreateDataSource(
                new SqliteConnectionStringBuilder(options.ConnectionString)
                {
                    Mode = SqliteOpenMode.ReadOnly,
                }.ConnectionString
            );
        }
        else
        {
            source = NpgsqlDataSource.Create(
                new NpgsqlConnectionStringBuilder(options.ConnectionString)
                {
                    MaxAutoPrepare = 100,
                    AutoPrepareMinUsages = 2,
                }.ConnectionString
            );
        }
    }

    public SqlDialect Dialect { get; }

    public DatabaseOptions Options { get; }

    /// <summary>Runs <paramref name="work"/> on a connection that sees every acknowledged write (I10).</summary>
    public async Task<T> ReadAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        return await work(new DbSession(connection, null, Dialect));
    }

    /// <summary>
    /// Runs <paramref name="work"/> in one durable transaction. Returning means committed and flushed. An exception thrown by
    /// <paramref name="work"/> itself means nothing was changed; a <see cref="DbException"/> of the commit means: not known (I8).
    /// </summary>
    /// <param name="cancellation">Ends the wait for a turn; a transaction that has begun is carried through.</param>
    public async Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellation)
    {
        if (writer is not null)
            return await writer.RunAsync(work, cancellation);

        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var result = await work(new DbSession(connection, transaction, Dialect));
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        if (writer is not null)
            await writer.DisposeAsync();
        await source.DisposeAsync();
        if (writer is not null)
            SqliteConnection.ClearPool(new SqliteConnection(Options.ConnectionString));
    }
}
