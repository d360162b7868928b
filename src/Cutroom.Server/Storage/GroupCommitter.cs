using System.Threading.Channels;

namespace Cutroom.Server.Storage;

/// <summary>
/// SQLite's one writer. Requests that arrive while a flush runs share the next commit, each undone for itself where it fails, so the
/// price of a flush is divided by the number of waiting callers while every caller still gets its own answer.
/// </summary>
/// <remarks>
/// Work of one group sees the uncommitted changes of its predecessors; hence nobody, not even who was refused, gets an answer before
/// the commit, and a failed commit fails everybody (I8). The connection is then thrown away, never reused (I9).
/// </remarks>
internal sealed class GroupCommitter : IAsyncDisposable
{
    private const int MaxWaiting = 10_000;

    private readonly Channel<PendingWrite> waiting = Channel.CreateBounded<PendingWrite>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true }
    );
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DatabaseOptions options;
    private readonly Thread thread;
    private SqliteWriter? writer;

    public GroupCommitter(DatabaseOptions options)
    {
        this.options = options;
        // Flushes block: on a thread of the pool they would hold up requests.
        thread = new Thread(RunLoop) { IsBackground = true, Name = "SQLite writer" };
        thread.Start();
    }

    /// <exception cref="CommitFailedException">The group's commit failed.</exception>
    public async Task<T> RunAsync<T>(Func<DbSession, Task<T>> work, CancellationToken cancellation)
    {
        if (Thread.CurrentThread == thread)
            throw new InvalidOperationException("A write that starts another write would wait for itself.");
        var write = new PendingWrite<T>(work, cancellation);
        await waiting.Writer.WriteAsync(write, cancellation);
        return await write.Outcome;
    }

    /// <summary>Carries out what is waiting; later writes are refused.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await ended.Task;
    }

    private void RunLoop()
    {
        var group = new List<PendingWrite>(options.MaxWriteGroup);
        while (waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (group.Count < options.MaxWriteGroup && waiting.Reader.TryRead(out var write))
                group.Add(write);
            Commit(group);
            group.Clear();
        }

        writer?.Dispose();
        ended.SetResult();
    }

    private void Commit(List<PendingWrite> group)
    {
        try
        {
            writer ??= SqliteWriter.Open(options);
            writer.Run([.. group.Select(write => (Func<DbSession, bool>)write.TryRun)]);
        }
        catch (Exception exception)
        {
            writer?.Dispose();
            writer = null;
            foreach (var write in group)
                write.Fail(exception);
            return;
        }

        foreach (var write in group)
            write.Complete();
    }

    /// <summary>A caller's work and its answer, which is given only after the group's commit.</summary>
    private abstract class PendingWrite
    {
        /// <returns>False when the work threw: what it did must be undone, the others go on.</returns>
        public abstract bool TryRun(DbSession session);

        public abstract void Complete();

        public abstract void Fail(Exception exception);
    }

    private sealed class PendingWrite<T>(Func<DbSession, Task<T>> work, CancellationToken cancellation) : PendingWrite
    {
        private readonly TaskCompletionSource<T> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? result;
        private Exception? refusal;

        public Task<T> Outcome => outcome.Task;

        public override bool TryRun(DbSession session)
        {
            try
            {
                cancellation.ThrowIfCancellationRequested();
                // Complete already, unless the work awaits something else than the session.
                result = work(session).GetAwaiter().GetResult();
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
                outcome.SetResult(result!); // set by TryRun, which returned true
            else
                outcome.SetException(refusal);
        }

        /// <summary>Also in place of a refusal: it may rest on a change of the same group that is now undone.</summary>
        public override void Fail(Exception exception) => outcome.SetException(new CommitFailedException(exception));
    }
}
