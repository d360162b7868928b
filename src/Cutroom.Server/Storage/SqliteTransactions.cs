using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Cutroom.Server.Storage;

/// <summary>SQLite: one writer, whose commits are shared, and a reader for each who reads.</summary>
internal sealed class SqliteTransactions(DatabaseOptions options) : ITransactions
{
    private const int MostIdle = 16;

    private readonly GroupCommitter writer = new(options);
    private readonly string readers = new SqliteConnectionStringBuilder(options.ConnectionString)
    {
        Mode = SqliteOpenMode.ReadOnly,
        Pooling = false,
    }.ConnectionString;
    private readonly ConcurrentStack<KeptStatements> idle = [];

    public async Task<T> ReadAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!idle.TryPop(out var reader))
        {
            reader = new(new(readers));
            reader.Open();
        }

        try
        {
            return await work(new DbSession(reader, null, SqlDialect.Sqlite));
        }
        finally
        {
            if (idle.Count < MostIdle)
                idle.Push(reader);
            else
                await reader.DisposeAsync();
        }
    }

    public Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellation) =>
        writer.RunAsync(work, cancellation);

    /// <summary>Nobody else is there: the engine serves one process.</summary>
    public Task TellAsync(string topic, string text, CancellationToken cancellation) => Task.CompletedTask;

    public Task ListenAsync(string topic, Action<string> heard, CancellationToken cancellation) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        foreach (var reader in idle)
            await reader.DisposeAsync();
    }
}
