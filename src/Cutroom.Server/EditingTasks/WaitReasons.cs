using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>Why tasks of a project wait, and how many are before them. Read once for a page, with bounded work.</summary>
internal sealed class WaitReasons
{
    /// <summary>Nobody counts further: behind so many, a place says nothing that a caller could act on.</summary>
    private const int MaxPositions = 1000;

    private readonly Dictionary<TaskId, int> positions = [];
    private string usual = Turn;

    private const string Release = "RELEASE";
    private const string Pause = "PAUSE";
    private const string Limit = "LIMIT";
    private const string Turn = "TURN";

    /// <summary>Called by list; primary keys. Reads nothing where no task of the page waits.</summary>
    public static async Task<WaitReasons> OfAsync(DbSession session, ProjectId project, IReadOnlyList<EditingTask> page)
    {
        var reasons = new WaitReasons();
        if (!page.Any(task => task.Status == EditingTaskStatus.Waiting && !task.IsHeld))
            return reasons;
        var settings = await QueueSettings.FindAsync(session, project);
        if (settings.IsPaused)
            reasons.usual = Pause;
        else if (settings.RunningLimit <= await QueueStore.CountRunningAsync(session, project))
            reasons.usual = Limit;
        foreach (var (index, task) in (await QueueStore.FirstAsync(session, project, MaxPositions)).Index())
            reasons.positions[task] = index + 1;
        return reasons;
    }

    /// <summary>RELEASE, PAUSE, LIMIT or TURN; null for a task that does not wait.</summary>
    public string? ReasonOf(EditingTask task) =>
        task.Status != EditingTaskStatus.Waiting ? null
        : task.IsHeld ? Release
        : usual;

    /// <summary>1 for the next of its project; null where it does not wait in the queue, or too far behind.</summary>
    public int? PositionOf(EditingTask task) => positions.TryGetValue(task.TaskId, out var position) ? position : null;
}
