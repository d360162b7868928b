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

    /// <summary>Something of the project can be claimed. A project that is not known to wait must not be passed over by the next claim.</summary>
    public void Arrived(ProjectId project) => isStale = isStale || !known.ContainsKey(project);

    /// <summary>One caller at a time. A transaction that is rolled back costs a hint, nothing else.</summary>
    /// <returns>As many as there are, at most <paramref name="count"/>.</returns>
    public async Task<IReadOnlyList<Lease>> ClaimAsync(DbSession session, string owner, TimeSpan length, int count)
    {
        var leases = new List<Lease>();
        var tookOver = takeOvers.IsDue;
        if (tookOver)
            leases.AddRange(await TakeOverAsync(session, owner, length, count));
        leases.AddRange(await ClaimWaitingAsync(session, owner, length, count - leases.Count));
        if (!tookOver && leases.Count < count)
            leases.AddRange(await TakeOverAsync(session, owner, length, count - leases.Count));
        return leases;
    }

    private Task<IReadOnlyList<Lease>> TakeOverAsync(DbSession session, string owner, TimeSpan length, int count) =>
        takeOvers.MeasureAsync(() => LeaseStore.TakeOverAsync(session, owner, length, count));

    private async Task<IReadOnlyList<Lease>> ClaimWaitingAsync(
        DbSession session,
        string owner,
        TimeSpan length,
        int count
    )
    {
        var taken = new List<(ProjectId Project, QueueEntry Entry)>();
        var looked = isStale || looks.IsDue;
        if (looked)
            await looks.MeasureAsync(() => LookAndTakeAsync(session, taken, count));
        else
            await TakeAsync(session, taken, count);
        if (!looked && taken.Count < count)
            await looks.MeasureAsync(() => LookAndTakeAsync(session, taken, count));
        return taken.Count == 0 ? [] : await LeaseStore.StartAsync(session, taken, owner, length);
    }

    /// <summary>The first takes after a look start at the front of their queues; what that costs counts as the look's.</summary>
    private async Task<bool> LookAndTakeAsync(DbSession session, List<(ProjectId, QueueEntry)> taken, int count)
    {
        isStale = false; // before the look: what arrives from now on asks for another
        waiting = [.. await QueueStore.LookAsync(session)];
        known.Clear();
        foreach (var project in waiting)
            known.TryAdd(project.ProjectId, true);
        left.Clear();
        shares.Forget(waiting.Select(project => project.ProjectId).ToHashSet());
        await TakeAsync(session, taken, count);
        return true;
    }

    private async Task TakeAsync(DbSession session, List<(ProjectId, QueueEntry)> taken, int count)
    {
        while (taken.Count < count && waiting.Count > 0)
        {
            foreach (var (project, turns) in shares.Allot(waiting, count - taken.Count))
            {
                var from = left.GetValueOrDefault(project.ProjectId, QueuePlace.First);
                var entries = await QueueStore.TakeAsync(session, project, from, turns);
                foreach (var entry in entries)
                {
                    shares.Serve(project, entry.MediaMs);
                    left[project.ProjectId] = entry.Place;
                    taken.Add((project.ProjectId, entry));
                }

                if (entries.Count == turns)
                    continue;
                waiting.Remove(project);
                known.TryRemove(project.ProjectId, out _);
            }
        }
    }
}
