using Cutroom.Rendering.Planning;
using Cutroom.Server.Nodes;
using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>Why tasks of a project wait, how many are before them, and until when. Read once for a page, with bounded work.</summary>
internal sealed class WaitReasons
{
    /// <summary>Nobody counts further: behind so many, a place says nothing that a caller could act on.</summary>
    private const int MaxPositions = 1000;

    private readonly Dictionary<TaskId, WaitingPlace> places = [];
    private string usual = Turn;

    /// <summary>It may have a reason of its own.</summary>
    private TaskId? next;
    private string ofNext = Turn;

    private const string Release = "RELEASE";
    private const string Pause = "PAUSE";
    private const string Limit = "LIMIT";
    private const string Worker = "WORKER";
    private const string Turn = "TURN";

    /// <summary>Called by list; primary keys. Reads nothing where no task of the page waits.</summary>
    public static async Task<WaitReasons> OfAsync(DbSession session, ProjectId project, IReadOnlyList<EditingTask> page)
    {
        var reasons = new WaitReasons();
        if (!page.Any(task => task.Status == EditingTaskStatus.Waiting && !task.IsHeld))
            return reasons;
        var settings = await QueueSettings.FindAsync(session, project);
        var workers = await NodeStore.WorkersAsync(session, NodeHeartbeat.Silent);
        if (settings.IsPaused)
            reasons.usual = Pause;
        else if (settings.RunningLimit <= await QueueStore.CountRunningAsync(session, project))
            reasons.usual = Limit;
        else if (workers.Count == 0)
            reasons.usual = Worker;
        else if (workers.All(worker => worker.Obstacle is not null))
            reasons.usual = workers[0].Obstacle!; // asked above
        var first = await QueueStore.FirstAsync(session, project, MaxPositions);
        if (reasons.usual == Turn && first is [var next, ..])
            (reasons.next, reasons.ofNext) = (next.TaskId, LackOf(workers, next.Needs));
        var forecast = settings.IsPaused ? null : await QueueForecast.OfAsync(session, project, settings, workers);
        var before = 0L;
        foreach (var (index, entry) in first.Index())
        {
            reasons.places[entry.TaskId] = new(index + 1, forecast?.Of(before, entry.MediaMs));
            before += entry.MediaMs;
        }

        return reasons;
    }

    /// <summary>
    /// RELEASE, PAUSE, LIMIT; WORKER where no process renders, DISK or MEDIA where none may for that reason; for the next of the project SLOTS,
    /// MEMORY or DISK where no process has as much left as it needs; TURN; null for a task that does not wait.
    /// </summary>
    public string? ReasonOf(EditingTask task) =>
        task.Status != EditingTaskStatus.Waiting ? null
        : task.IsHeld ? Release
        : task.TaskId == next ? ofNext
        : usual;

    /// <summary>Of the process that lacks least.</summary>
    private static string LackOf(IEnumerable<WorkingNode> workers, RenderNeeds needs)
    {
        var lacks = workers
            .Where(worker => worker.Obstacle is null)
            .Select(worker => worker.Room.LackFor(needs))
            .ToHashSet();
        return lacks.Contains(null) ? Turn
            : lacks.Contains(WorkerRoom.Slots) ? WorkerRoom.Slots
            : lacks.Contains(WorkerRoom.Memory) ? WorkerRoom.Memory
            : WorkerRoom.Disk;
    }

    /// <summary>Null where it does not wait in the queue, or too far behind.</summary>
    public WaitingPlace? PlaceOf(EditingTask task) => places.GetValueOrDefault(task.TaskId);
}

/// <summary>Where a task waits.</summary>
/// <param name="Position">1 for the next of its project.</param>
/// <param name="Forecast">UTC milliseconds; null where nobody can tell.</param>
internal sealed record WaitingPlace(int Position, (long StartMs, long EndMs)? Forecast);
