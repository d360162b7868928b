using Cutroom.Server.Nodes;
using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>
/// When waiting tasks will start and end, by what workers have rendered lately: what is before a task in its project, at the project's
/// share of all slots. An estimate: it knows neither what others will create nor how dear a task is beside another of its length.
/// </summary>
/// <param name="NowMs">The database's clock.</param>
/// <param name="SlotSpeed">Milliseconds of output that a slot renders in a second.</param>
/// <param name="ProjectSpeed">The same of the slots that are the project's.</param>
/// <param name="RunningMs">What its running tasks have still to render.</param>
internal sealed record QueueForecast(long NowMs, double SlotSpeed, double ProjectSpeed, long RunningMs)
{
    /// <summary>Beside more projects than these a share is as good as guessed.</summary>
    private const int MostProjects = 100;

    /// <summary>Called by list, for a project that may be claimed from; bounded work.</summary>
    /// <returns>Null where nothing was rendered yet, or nothing may run.</returns>
    public static async Task<QueueForecast?> OfAsync(
        DbSession session,
        ProjectId project,
        QueueSettings settings,
        IReadOnlyList<WorkingNode> workers
    )
    {
        var measured = workers.Where(worker => worker is { Speed: not null, Obstacle: null }).ToList();
        if (measured.Count == 0 || settings.RunningLimit == 0)
            return null;
        var slotSpeed = measured.Average(worker => (double)worker.Speed!.Value); // filtered above
        var slots = workers.Where(worker => worker.Obstacle is null).Sum(worker => worker.Room.Whole.Slots);
        var others = (await QueueStore.LookAsync(session, MostProjects))
            .Where(other => other.ProjectId != project)
            .Sum(other => other.Weight);
        var share = (double)settings.Weight / (settings.Weight + others);
        var own = Math.Min(slots * share, settings.RunningLimit ?? slots);
        return new(
            await session.SingleAsync<long>($"select {session.Dialect.NowMs}"),
            slotSpeed,
            slotSpeed * own,
            await QueueStore.RunningMediaAsync(session, project)
        );
    }

    /// <param name="beforeMs">Planned output of the tasks before it.</param>
    /// <param name="ownMs">Its own.</param>
    /// <returns>UTC milliseconds.</returns>
    public (long StartMs, long EndMs) Of(long beforeMs, long ownMs)
    {
        var start = NowMs + (long)((RunningMs + beforeMs) / ProjectSpeed * 1000);
        return (start, start + (long)(ownMs / SlotSpeed * 1000));
    }
}
