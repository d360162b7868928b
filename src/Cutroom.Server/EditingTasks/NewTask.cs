using Cutroom.Rendering.Planning;
using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>A task to be created.</summary>
/// <param name="Output">The asset reserved for it.</param>
/// <param name="Attempts">How often it may be claimed.</param>
internal sealed record NewTask(ProjectId Project, AssetId Output, int Attempts)
{
    public const int UsualPriority = 5;
    public const int HighestPriority = 9;

    /// <summary>0 to <see cref="HighestPriority"/>.</summary>
    public int Priority { get; init; } = UsualPriority;

    /// <summary>It waits for its release first.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Planned length of the output.</summary>
    public long MediaMs { get; init; }

    /// <summary>What it takes of a worker.</summary>
    public RenderNeeds Needs { get; init; } = RenderNeeds.Least;

    /// <summary>Ranks rise from what is claimed first, as an index is read.</summary>
    public long Rank => HighestPriority - Priority;

    public static int PriorityOf(long rank) => HighestPriority - (int)rank;
}

/// <summary>A task that has its place: id, number and time of a project have one order.</summary>
internal sealed record PlacedTask(NewTask New, QueueEntry Entry, long CreatedMs)
{
    public EditingTask ToTask() =>
        new()
        {
            TaskId = Entry.TaskId,
            AssetId = New.Output,
            Status = EditingTaskStatus.Waiting,
            CreatedMs = CreatedMs,
            IsHeld = New.IsHeld,
            Priority = New.Priority,
        };
}

/// <summary>The turns of projects: until the commit nobody else creates tasks there.</summary>
internal sealed class ProjectTurns(IReadOnlyDictionary<ProjectId, NextPlace> places)
{
    public PlacedTask Place(NewTask task) => places[task.Project].Next(task);
}

/// <summary>Where a project's next task goes, while its turn is held.</summary>
internal sealed class NextPlace(long number, long createdMs)
{
    public PlacedTask Next(NewTask task)
    {
        // Carries the instant of the place, so that ids rise with numbers and times.
        var id = Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(createdMs)).ToString("n");
        return new(task, new(new(id), task.Rank, number++, task.MediaMs, task.Needs), createdMs++);
    }
}

/// <summary>One call to cancel a task.</summary>
/// <param name="IfVersion">Only while the task is of this version; null for any.</param>
internal sealed record CancelWish(ProjectId Project, TaskId Task, long? IfVersion = null)
{
    public (ProjectId Project, TaskId Task) Key => (Project, Task);
}

/// <summary>A task that was cancelled, and the output to withdraw.</summary>
internal sealed record CancelledTask(ProjectId ProjectId, TaskId TaskId, AssetId AssetId);
