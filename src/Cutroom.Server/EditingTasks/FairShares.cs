using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>
/// Whose turn it is: start-time fair queueing over planned media, weighted. A project that comes new, or was away, starts where the
/// others stand, so a flood of one project delays another's task by no more than what is rendered already (I22).
/// </summary>
/// <remarks>
/// Kept by each worker process for itself. Every process is fair, so all of them together are; a restart forgets who was ahead, which
/// puts everybody level.
/// </remarks>
internal sealed class FairShares
{
    /// <summary>Of a task of no length: it still takes a slot.</summary>
    private const long LeastCostMs = 100;

    private readonly Dictionary<ProjectId, double> finished = [];

    /// <summary>Cost of a project's latest task: what its next is taken to cost before it is seen.</summary>
    private readonly Dictionary<ProjectId, double> latest = [];
    private double now;

    /// <summary>How many of the next <paramref name="count"/> turns each project gets, were all tasks like its last. Changes nothing.</summary>
    public IReadOnlyList<(WaitingProject Project, int Count)> Allot(IReadOnlyList<WaitingProject> waiting, int count)
    {
        if (waiting is [var only])
            return [(only, count)];
        var turns = new PriorityQueue<WaitingProject, (double, string)>();
        foreach (var project in waiting)
            turns.Enqueue(project, (StartOf(project.ProjectId), project.ProjectId.Value));
        var counts = new Dictionary<WaitingProject, int>();
        for (var turn = 0; turn < count && turns.TryDequeue(out var project, out var at); turn++)
        {
            counts[project] = counts.GetValueOrDefault(project) + 1;
            var cost = latest.GetValueOrDefault(project.ProjectId, LeastCostMs);
            turns.Enqueue(project, (at.Item1 + cost / project.Weight, at.Item2));
        }

        return [.. counts.Select(pair => (pair.Key, pair.Value))];
    }

    /// <summary>The project was given a task of this length.</summary>
    public void Serve(WaitingProject project, long mediaMs)
    {
        double cost = Math.Max(mediaMs, LeastCostMs);
        var start = StartOf(project.ProjectId);
        now = Math.Max(now, start);
        finished[project.ProjectId] = start + cost / project.Weight;
        latest[project.ProjectId] = cost;
    }

    /// <summary>Forgets who is not ahead of anybody: they would start level anyway.</summary>
    public void Forget(IReadOnlySet<ProjectId> unlessWaiting)
    {
        foreach (var project in finished.Where(pair => pair.Value <= now).Select(pair => pair.Key).ToList())
        {
            if (unlessWaiting.Contains(project))
                continue;
            finished.Remove(project);
            latest.Remove(project);
        }
    }

    private double StartOf(ProjectId project) => Math.Max(now, finished.GetValueOrDefault(project));
}
