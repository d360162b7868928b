using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Cutroom.Server.Storage;

/// <summary>
/// SQLite's one writer. Requests that arrive while a flush runs share the next commit, each inside its own savepoint, so the
/// price of a flush is divided by the number of waiting callers while every caller still gets its own answer.
/// </summary>
/// <remarks>A failed commit fails its whole group (outcome not known, I8) and the connection is thrown away, never reused (I9).</remarks>
internal sealed class GroupCommitter : IAsyncDisposable
{
    /// <summary>Bounds the work redone by nobody when a commit fails, and the latency of the first in a group.</summary>
    private const int MaxGroup = 512;

    private const int MaxWaiting = 10_000;

    private readonly Channel<PendingWrite> waiting = Channel.CreateBounded<PendingWrite>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true }
    );
    private readonly DatabaseOptions options;
    private readonly Task loop;
    private SqliteConnection? connection;

    public GroupCommitter(DatabaseOptions options)
    {
        this.options = options;
        // Flushes block: the loop has a thread of its own.
        loop = Task.Factory.StartNew(RunLoopAsync, TaskCreationOptions.LongRunning).Unwrap();
    }

    public async Task<T> RunAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellation)
    {
        var write = new PendingWrite<T>(work);
        await waiting.Writer.WriteAsync(write, cancellation);
        return await write.Outcome;
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await loop;
        DropConnection();
    }

    private async Task RunLoopAsync()
    {
        var group = new List<PendingWrite>(MaxGroup);
        while (await waiting.Reader.WaitToReadAsync())
        {
            while (group.Count < MaxGroup && waiting.Reader.TryRead(out var write))
                group.Add(write);
            await CommitAsync(group);
            group.Clear();
        }
    }

    private async Task CommitAsync(List<PendingWrite> group)
    {
        try
        {
            connection ??= Open();
            var session = new DbSession(connection, null, SqlDialect.Sqlite);
            await session.ExecuteAsync("begin immediate");
            foreach (var write in group)
                await RunInSavepointAsync(session, write);
            await session.ExecuteAsync("commit");
        }
        catch (Exception exception)
        {
            DropConnection();
            foreach (var write in group)
                write.Fail(exception);
            return;
        }

        foreach (var write in group)
            write.Complete();
    }

    private static async Task RunInSavepointAsync(DbSession session, PendingWrite write)
    {
        await session.ExecuteAsync("savepoint one");
        if (await write.TryRunAsync(session))
            await session.ExecuteAsync("release one");
        else
            await session.ExecuteAsync("rollback to one; release one");
    }

    private SqliteConnection Open()
    {
        var opened = new SqliteConnection(options.ConnectionString);
        opened.Open();
        using var command = opened.CreateCommand();
        command.CommandText =
            $"pragma journal_mode = wal; pragma synchronous = {(options.AllowWeakDurability ? "off" : "full")}; pragma foreign_keys = on";
        command.ExecuteNonQuery();
        return opened;
    }

    private void DropConnection()
    {
        if (connection is null)
            return;
        SqliteConnection.ClearPool(connection);
        connection.Dispose();
        connection = null;
    }

    /// <summary>A caller's work and its answer, which is given only after the group's commit.</summary>
    private abstract class PendingWrite
    {
        /// <returns>False when the work threw: its savepoint must be rolled back, the others go on.</returns>
        public abstract Task<bool> TryRunAsync(DbSession session);

        public abstract void Complete();

        public abstract void Fail(Exception exception);
    }

    private sealed class PendingWrite<T>(Func<DbSession, Task<T>> work) : PendingWrite
    {
        private readonly TaskCompletionSource<T> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? result;
        private Exception? refusal;

        public Task<T> Outcome => outcome.Task;

        public override async Task<bool> TryRunAsync(DbSession session)
        {
            try
            {
                result = await work(session);
                return true;
            }
            catch (Exception exception)
            {
                refusal = exception;
                return false;
            }
        }

        public override void Complete()
        {
            if (refusal is null)
                outcome.TrySetResult(result!); // set by TryRunAsync, which returned true
            else
                outcome.TrySetException(refusal);
        }

        public override void Fail(Exception exception) => outcome.TrySetException(refusal ?? exception);
    }
}
