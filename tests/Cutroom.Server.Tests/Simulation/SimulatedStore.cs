using System.Data.Common;
using Cutroom.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Cutroom.Server.Tests.Simulation;

/// <summary>
/// The real statements on a real engine in memory, whose clock is the simulation's. Requests and answers travel; transactions are
/// carried out one at a time, and each may fail in every way that a store over a network can.
/// </summary>
internal sealed class SimulatedStore(
    Agenda agenda,
    SimulatedProcess outside,
    TaskWatch watch,
    KeptStatements statements
) : ITransactions
{
    public const int LongestTravelMs = 8_000;

    private readonly DbSession session = new(statements, null, SqlDialect.Sqlite);

    public int FaultsPerMille { get; set; }

    public long AwayUntilMs { get; set; }

    /// <summary>A planted fault: what may have been done is done again.</summary>
    public bool RepeatsLostAnswers { get; init; }

    public Task<T> ReadAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellation) =>
        AskAsync<T>(() => (work(session).GetAwaiter().GetResult(), null));

    public Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellation)
    {
        var by = SimulatedProcess.Current;
        return AskAsync(() =>
        {
            cancellation.ThrowIfCancellationRequested();
            return Transact(by, work);
        });
    }

    public Task TellAsync(string topic, string text, CancellationToken cancellation) => Task.CompletedTask;

    public Task ListenAsync(string topic, Action<string> heard, CancellationToken cancellation) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<T> AskAsync<T>(Func<(T? Result, Exception? Failure)> carryOut)
    {
        var answer = new TaskCompletionSource<T>();
        agenda.Add(
            Travel(),
            outside,
            _ =>
            {
                var (result, failure) = TryCarryOut(carryOut);
                agenda.Add(
                    Travel(),
                    outside,
                    _ =>
                    {
                        if (failure is null)
                            answer.SetResult(result!); // set where nothing failed
                        else
                            answer.SetException(failure);
                    }
                );
            }
        );
        return answer.Task;
    }

    private (T? Result, Exception? Failure) TryCarryOut<T>(Func<(T? Result, Exception? Failure)> carryOut)
    {
        if (AwayUntilMs > agenda.NowMs || agenda.Chance(FaultsPerMille))
            return (default, new StoreAwayException());
        try
        {
            return carryOut();
        }
        catch (SqliteException exception)
        {
            agenda.Fail(exception); // in memory and one at a time no statement fails by itself
            return (default, exception);
        }
        catch (Exception exception)
        {
            return (default, exception);
        }
    }

    private (T? Result, Exception? Failure) Transact<T>(SimulatedProcess by, Func<DbSession, Task<T>> work)
    {
        if (agenda.Chance(FaultsPerMille))
            Try(work, end: "rollback"); // as after a deadlock
        var fails = agenda.Chance(FaultsPerMille);
        var result = Try(work, end: fails ? "rollback" : "commit");
        if (!fails)
            watch.Committed(by);
        if (!fails && !agenda.Chance(FaultsPerMille))
            return (result, null);
        agenda.Trace?.Invoke($"{by.Name} does not learn that a transaction {(fails ? "failed" : "was committed")}");
        return !fails && RepeatsLostAnswers
            ? Transact(by, work)
            : (default, new CommitFailedException(new IOException()));
    }

    private T Try<T>(Func<DbSession, Task<T>> work, string end)
    {
        statements.Ask("begin");
        watch.Forget();
        try
        {
            var result = work(session).GetAwaiter().GetResult();
            statements.Ask(end);
            return result;
        }
        catch
        {
            statements.Ask("rollback");
            throw;
        }
    }

    /// <summary>Mostly some milliseconds, now and then longer than a lease.</summary>
    private long Travel() =>
        agenda.Random.Next(500) == 0 ? agenda.Random.Next(LongestTravelMs) : agenda.Random.Next(1, 12);
}

/// <summary>The request did not reach the store: nothing was changed.</summary>
internal sealed class StoreAwayException() : DbException("The store does not answer.");
