namespace Cutroom.Server.Storage;

/// <summary>
/// The store of truth. A write is acknowledged only after its commit was flushed (I1); work that throws leaves no trace.
/// </summary>
internal sealed class Database(DatabaseOptions options, ITransactions transactions) : IAsyncDisposable
{
    public Database(DatabaseOptions options)
        : this(
            options,
            options.Dialect == SqlDialect.Sqlite ? new SqliteTransactions(options) : new PostgresTransactions(options)
        ) { }

    public SqlDialect Dialect => Options.Dialect;

    public DatabaseOptions Options => options;

    /// <summary>
    /// Runs <paramref name="work"/> on a connection that sees every acknowledged write (I10). Each statement sees the state at its
    /// own start. It may run twice when a connection breaks.
    /// </summary>
    public Task<T> ReadAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellation) =>
        transactions.ReadAsync(work, cancellation);

    /// <summary>
    /// Runs <paramref name="work"/> in one durable transaction. Returning means committed and flushed. An exception of the work itself
    /// means that nothing was changed; a <see cref="CommitFailedException"/> means: not known (I8).
    /// </summary>
    /// <param name="work">
    /// Talks to the session and to nothing slow: on SQLite everybody waits for it. It may run again after a deadlock or a broken connection,
    /// so it changes nothing besides the session.
    /// </param>
    /// <param name="cancellation">Ends the wait for a turn; a transaction that has begun is carried through.</param>
    public Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellation) =>
        transactions.WriteAsync(work, cancellation);

    /// <summary>Wakes who listens to the topic in other processes; nobody where the engine serves one process alone.</summary>
    /// <param name="text">For the listeners, at most some hundred characters.</param>
    public Task TellAsync(string topic, string text, CancellationToken cancellation) =>
        transactions.TellAsync(topic, text, cancellation);

    /// <summary>
    /// Calls <paramref name="heard"/> without a text when listening begins, since what was told before is lost, and whenever the topic is told, until
    /// cancelled or cut off. Returns at once on an engine of one process.
    /// </summary>
    public Task ListenAsync(string topic, Action<string> heard, CancellationToken cancellation) =>
        transactions.ListenAsync(topic, heard, cancellation);

    public ValueTask DisposeAsync() => transactions.DisposeAsync();
}
