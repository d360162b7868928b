using System.Collections.Concurrent;
using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>
/// Claims for one worker process: tasks of lost workers first, then each project's next by <see cref="FairShares"/>. What it remembers
/// between claims are hints, looked up anew before anything is called empty; the rows decide.
/// </summary>
/// <remarks>
/// Where a project's queue was left is one such hint. Taken entries stay behind as dead rows for as long as any transaction of the
/// database could see them; a claim that began at the front would step over all of them, every time.
/// </remarks>
internal sealed class ClaimTurns(TimeProvider time)
{
    private static readonly TimeSpan BetweenTakeOvers = TimeSpan.FromMilliseconds(250);

    private readonly Pace takeOvers = new(time, BetweenTakeOvers);
    private readonly Pace looks = new(time, TimeSpan.Zero);
    private readonly FairShares shares = new();
    private readonly Dictionary<ProjectId, QueuePlace> left = [];
    private List<WaitingProject> waiting = [];

    /// <summary>Those of <see cref="waiting"/>, for other threads.</summary>
    private readonly ConcurrentDictionary<ProjectId, bool> known = [];
    private volatile bool isStale;

    /// <summary>A task of a lost worker fits once others have ended: until then nothing is taken.</summary>
    private bool isKeptForLost;

    /// <summary>Something of the project can be claimed. A project that is not known to wait must not be passed over by the next claim.</summary>
    public void Arrived(ProjectId project) => isStale = isStale || !known.ContainsKey(project);

    /// <summary>One caller at a time. A transaction that is rolled back costs a hint, nothing else.</summary>
    /// <returns>As many as there are and as fit into the room.</returns>
    public async Task<IReadOnlyList<Lease>> ClaimAsync(DbSession session, string owner, TimeSpan length, ClaimRoom room)
    {
        var leases = new List<Lease>();
        var tookOver = takeOvers.IsDue || isKeptForLost;
        if (tookOver && room.Places > 0)
            leases.AddRange(await TakeOverAsync(session, owner, length, room));
        if (!isKeptForLost && room.Places > 0)
            leases.AddRange(await ClaimWaitingAsync(session, owner, length, room));
        if (!tookOver && room.Places > 0)
            leases.AddRange(await TakeOverAsync(session, owner, length, room));
        return leases;
    }

    private Task<IReadOnlyList<Lease>> TakeOverAsync(
        DbSession session,
        string owner,
        TimeSpan length,
        ClaimRoom room
    ) =>
        takeOvers.MeasureAsync(async () =>
        {
            var lost = await LeaseStore.FindLostAsync(session, room.Worker.Whole.DiskMib, room.Places);
            var taken = new List<LostTask>();
            foreach (var task in lost.TakeWhile(task => room.Fits(task.Needs)))
            {
                room.Take(task.Needs);
                taken.Add(task);
            }

            isKeptForLost = taken.Count < lost.Count;
            return taken.Count == 0 ? [] : await LeaseStore.TakeOverAsync(session, taken, owner, length);
        });

    private async Task<IReadOnlyList<Lease>> ClaimWaitingAsync(
        DbSession session,
        string owner,
        TimeSpan length,
        ClaimRoom room
    )
    {
        var taken = new List<(ProjectId Project, QueueEntry Entry)>();
        var looked = isStale || looks.IsDue;
        if (looked)
            await looks.MeasureAsync(() => LookAndTakeAsync(session, taken, room));
        else
            await TakeAsync(session, taken, room);
        if (!looked && room.Places > 0)
            await looks.MeasureAsync(() => LookAndTakeAsync(session, taken, room));
        return taken.Count == 0 ? [] : await LeaseStore.StartAsync(session, taken, owner, length);
    }

    /// <summary>The first takes after a look start at the front of their queues; what that costs counts as the look's.</summary>
    private async Task<bool> LookAndTakeAsync(DbSession session, List<(ProjectId, QueueEntry)> taken, ClaimRoom room)
    {
        isStale = false; // before the look: what arrives from now on asks for another
        waiting = [.. await QueueStore.LookAsync(session)];
        known.Clear();
        foreach (var project in waiting)
            known.TryAdd(project.ProjectId, true);
        left.Clear();
        shares.Forget(waiting.Select(project => project.ProjectId).ToHashSet());
        await TakeAsync(session, taken, room);
        return true;
    }

    /// <summary>
    /// Where the next task of the project whose turn it is would fit once others have ended, nobody's is taken in its stead: a stream of
    /// small tasks would never leave it room.
    /// </summary>
    private async Task TakeAsync(DbSession session, List<(ProjectId Project, QueueEntry Entry)> taken, ClaimRoom room)
    {
        WaitingProject? tooBig = null;
        while (room.Places > 0 && waiting.Count > 0)
        {
            var turns = shares.Allot(waiting, room.Places);
            if (turns[0].Project == tooBig)
                return;
            foreach (var (project, count) in turns.TakeWhile(turn => turn.Project != tooBig))
            {
                var from = left.GetValueOrDefault(project.ProjectId, QueuePlace.BeforeAll);
                var before = taken.Count(one => one.Project == project.ProjectId);
                var (entries, isShort) = await QueueStore.TakeAsync(session, project, from, before, count, room.Worker);
                foreach (var entry in entries)
                {
                    room.Take(entry.Needs);
                    shares.Serve(project, entry.MediaMs);
                    left[project.ProjectId] = entry.Place;
                    taken.Add((project.ProjectId, entry));
                }

                if (entries.Count == count || room.Places == 0)
                    continue;
                if (isShort && await IsKeptForNextAsync(session, project.ProjectId, room))
                {
                    tooBig = project;
                    break;
                }

                waiting.Remove(project);
                known.TryRemove(project.ProjectId, out _);
            }
        }
    }

    /// <summary>
    /// The next task of the project would fit once others have ended. Not so where the disk is too small for it, or a cancel has left its
    /// entry to a claim that had no room for it: that one must not stand before the others for ever.
    /// </summary>
    private static async Task<bool> IsKeptForNextAsync(DbSession session, ProjectId project, ClaimRoom room)
    {
        if (await QueueStore.FirstAsync(session, project, 1) is not [var next] || room.Fits(next.Needs))
            return false;
        if (await EditingTaskStore.FindAsync(session, project, next.TaskId) is { Status: EditingTaskStatus.Waiting })
            return next.Needs.DiskMib <= room.Worker.Whole.DiskMib;
        await QueueStore.RemoveAsync(session, [(project, next.Rank, next.Number)]);
        return false;
    }
}
