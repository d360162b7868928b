using Microsoft.Data.Sqlite;

namespace Cutroom.Server.Storage;

/// <summary>SQLite: one writer, whose commits are shared, and a reader for each who reads.</summary>
internal sealed class SqliteTransactions(DatabaseOptions options) : ITransactions
{
    private readonly GroupCommitter writer = new(options);
    private readonly string readers = new SqliteConnectionStringBuilder(options.ConnectionString)
    {
        Mode = SqliteOpenMode.ReadOnly,
    }.ConnectionString;

    public async Task<T> ReadAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellation)
    {
        await using var connection = new SqliteConnection(readers);
        await connection.OpenAsync(cancellation);
        return await work(new DbSession(connection, null, SqlDialect.Sqlite));
    }

    public Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellation) =>
        writer.RunAsync(work, cancellation);

    /// <summary>Nobody else is there: the engine serves one process.</summary>
    public Task TellAsync(string topic, CancellationToken cancellation) => Task.CompletedTask;

    public Task ListenAsync(string topic, Action heard, CancellationToken cancellation) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        using var reader = new SqliteConnection(readers);
        SqliteConnection.ClearPool(reader);
    }
}
