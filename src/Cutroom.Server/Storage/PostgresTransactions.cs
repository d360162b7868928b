using System.Data.Common;
using System.Net.Sockets;
using Npgsql;

namespace Cutroom.Server.Storage;

/// <summary>Pooled connections to PostgreSQL. What certainly changed nothing is tried again; a commit is never guessed about.</summary>
internal sealed class PostgresTransactions : ITransactions
{
    private const int MaxTries = 4;

    /// <summary>
    /// A node that stops dead inside a transaction, or is cut off, must not hold its row locks for ever. Every statement has an index to
    /// walk, and its order to keep. Plans are kept for as long as <see cref="KeptPlans"/> says.
    /// </summary>
    private const string SessionSettings =
        "-c idle_in_transaction_session_timeout=60s -c plan_cache_mode=force_generic_plan -c random_page_cost=1.1"
        + " -c enable_seqscan=off -c enable_bitmapscan=off -c enable_hashjoin=off -c enable_mergejoin=off";

    private readonly DatabaseOptions options;
    private readonly KeptPlans plans = new(TimeProvider.System);
    private readonly NpgsqlDataSource source;

    public PostgresTransactions(DatabaseOptions options)
    {
        this.options = options;
        var text = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true, // nothing sets anything in a session
        };
        text.Options ??= SessionSettings;
        source = NpgsqlDataSource.Create(text.ConnectionString);
    }

    public Task<T> ReadAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellation) =>
        RepeatAsync(
            async () =>
            {
                await using var connection = await source.OpenConnectionAsync(cancellation);
                return await work(await BeginAsync(connection, null));
            },
            cancellation
        );

    public Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellation) =>
        RepeatAsync(
            async () =>
            {
                await using var connection = await source.OpenConnectionAsync(cancellation);
                await using var transaction = await connection.BeginTransactionAsync(cancellation);
                var session = await BeginAsync(connection, transaction);
                var result = await work(session);
                await CommitAsync(session, transaction);
                return result;
            },
            cancellation
        );

    public async Task TellAsync(string topic, string text, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select pg_notify($1, $2)");
        command.Parameters.Add(new() { Value = topic });
        command.Parameters.Add(new() { Value = text });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public Task ListenAsync(string topic, Action<string> heard, CancellationToken cancellation) =>
        PostgresListener.ListenAsync(options, topic, heard, cancellation);

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private async Task<DbSession> BeginAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction)
    {
        var session = new DbSession(connection, transaction, SqlDialect.Postgres);
        if (plans.AreOld(connection))
            await session.ExecuteLaterAsync(KeptPlans.Forget, new { });
        return session;
    }

    private static async Task CommitAsync(DbSession session, DbTransaction transaction)
    {
        try
        {
            if (!await session.TryCommitAsync())
                await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception exception) when (!IsRefusedOrder(exception) && !IsBeforeCommit(exception))
        {
            throw new CommitFailedException(exception);
        }
    }

    /// <summary>A statement that travelled with the commit was refused: the commit behind it was not even read.</summary>
    private static bool IsBeforeCommit(Exception exception) =>
        exception
            is PostgresException { InvariantSeverity: "ERROR", BatchCommand: { CommandText: not DbSession.Commit } };

    private async Task<T> RepeatAsync<T>(Func<Task<T>> tryOnce, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await tryOnce();
            }
            catch (NpgsqlException exception) when (tries < MaxTries && IsRefusedOrder(exception))
            {
                cancellation.ThrowIfCancellationRequested();
            }
            catch (NpgsqlException exception) when (tries < MaxTries && IsBrokenConnection(exception))
            {
                cancellation.ThrowIfCancellationRequested();
                source.Clear(); // the server was away: what else the pool holds is dead, too
            }
        }
    }

    /// <summary>A deadlock, or an order of transactions that cannot be: rolled back for certain, even when the commit says so.</summary>
    private static bool IsRefusedOrder(Exception exception) =>
        exception
            is PostgresException
            {
                SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
            };

    /// <summary>Not a timeout: trying that again would only add to the load.</summary>
    private static bool IsBrokenConnection(NpgsqlException exception) =>
        exception
            is PostgresException
                {
                    SqlState: PostgresErrorCodes.AdminShutdown
                        or PostgresErrorCodes.CrashShutdown
                        or PostgresErrorCodes.CannotConnectNow
                        or "25P03" // idle in a transaction for too long
                }
                or { InnerException: IOException or SocketException };
}
