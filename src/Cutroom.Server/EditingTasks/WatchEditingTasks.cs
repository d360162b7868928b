using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Cutroom.Server.Events;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.EditingTasks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.EditingTasks;

/// <summary>
/// A live list: first the newest tasks as they are, then each one again whenever it changes. A message is the whole task, so whoever
/// connects anew has missed nothing. It ends when anybody's rights change or after an hour: whoever may still look connects again,
/// through the gate (I23).
/// </summary>
internal sealed class WatchEditingTasks(
    Database database,
    KnownVersion rights,
    TimeProvider time,
    IHostApplicationLifetime host
)
{
    private const int Newest = 100;
    private const int MaxWatchers = 200;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>An event shows itself when its transaction commits, which may be a while after its own time.</summary>
    private static readonly TimeSpan LateCommit = TimeSpan.FromSeconds(10);

    private int watchers;

    public static ServerSentEventsResult<EditingTaskInfo?> Handle(
        Caller caller,
        WatchEditingTasks operation,
        CancellationToken cancellation
    ) => TypedResults.ServerSentEvents(operation.Begin(caller, cancellation));

    /// <summary>Refuses before the first byte, while there is still a status to give.</summary>
    private IAsyncEnumerable<SseItem<EditingTaskInfo?>> Begin(Caller caller, CancellationToken cancellation) =>
        watchers < MaxWatchers
            ? WatchAsync(caller.ProjectId, cancellation)
            : throw new Refusal(WireError.Throttled, $"{MaxWatchers} live lists on this node");

    private async IAsyncEnumerable<SseItem<EditingTaskInfo?>> WatchAsync(
        ProjectId project,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        Interlocked.Increment(ref watchers);
        try
        {
            // A server that is told to stop does not wait for its watchers.
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, host.ApplicationStopping);
            var (view, admitted, began) = (new LiveView(project), await rights.GetAsync(), time.GetTimestamp());
            // An empty list begins with a heartbeat: whoever connects waits for the first byte.
            long? silentSince = null;
            using var timer = new PeriodicTimer(Every, time);
            do
            {
                foreach (var task in await database.ReadAsync(view.ChangesAsync, end.Token))
                {
                    silentSince = time.GetTimestamp();
                    yield return new(ListEditingTasks.InfoOf(task), "task");
                }

                if (silentSince is not { } since || time.GetElapsedTime(since) >= Heartbeat)
                {
                    silentSince = time.GetTimestamp();
                    yield return new(null, "heartbeat");
                }
            } while (
                await WaitAsync(timer, end.Token)
                && await rights.GetAsync() == admitted
                && time.GetElapsedTime(began) < Longest
            );
        }
        finally
        {
            Interlocked.Decrement(ref watchers);
        }
    }

    /// <returns>False where the view ends.</returns>
    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken end)
    {
        try
        {
            return await timer.WaitForNextTickAsync(end);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>What one watcher has seen. Looks at the newest tasks, and at older ones that ended, which the outbox tells.</summary>
    private sealed class LiveView(ProjectId project)
    {
        private Dictionary<TaskId, EditingTask> seen = [];
        private HashSet<string> told = [];
        private long? sinceMs;

        /// <returns>In the order of creation.</returns>
        public async Task<IReadOnlyList<EditingTask>> ChangesAsync(DbSession session)
        {
            var newest = await EditingTaskStore.ListAsync(session, project, from: long.MaxValue, Newest);
            var changed = newest.Where(task => seen.GetValueOrDefault(task.TaskId) != task).ToList();
            seen = newest.ToDictionary(task => task.TaskId);
            foreach (var id in await EndedOutsideAsync(session))
            {
                if (await EditingTaskStore.FindAsync(session, project, id) is { } task)
                    changed.Add(task);
            }

            changed.Sort((one, other) => one.CreatedMs.CompareTo(other.CreatedMs));
            return changed;
        }

        private async Task<IReadOnlyList<TaskId>> EndedOutsideAsync(DbSession session)
        {
            var now = await session.SingleAsync<long>($"select {session.Dialect.NowMs}");
            var ended = await EventStore.ListSinceAsync(session, project, sinceMs ?? now);
            var fresh = ended.Where(happened => !told.Contains(happened.EventId)).ToList();
            told = [.. ended.Select(happened => happened.EventId)];
            sinceMs = now - (long)LateCommit.TotalMilliseconds;
            return [.. fresh.Select(happened => new TaskId(happened.TaskId)).Where(id => !seen.ContainsKey(id))];
        }
    }
}
