using Cutroom.Rendering.Planning;
using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>A task that waits for a worker, with what a claim needs to know of it.</summary>
/// <param name="Rank">0 is claimed first; inside a rank the older task.</param>
/// <param name="Number">Of the task in its project.</param>
/// <param name="MediaMs">Planned length of the output: what the task costs its project's share.</param>
/// <param name="Needs">What it takes of a worker.</param>
internal sealed record QueueEntry(TaskId TaskId, long Rank, long Number, long MediaMs, RenderNeeds Needs)
{
    public QueuePlace Place => new(Rank, Number);
}

/// <summary>Where an entry stands in the queue of its project.</summary>
internal readonly record struct QueuePlace(long Rank, long Number) : IComparable<QueuePlace>
{
    /// <summary>Numbers begin at 1.</summary>
    public static readonly QueuePlace BeforeAll = new(0, 0);

    public int CompareTo(QueuePlace other) => (Rank, Number).CompareTo((other.Rank, other.Number));
}

/// <summary>A project that had something to claim when it was looked at.</summary>
/// <param name="Weight">Its share beside the others'.</param>
/// <param name="RunningLimit">How many of its tasks may be PROCESSING at a time; null for any number.</param>
internal sealed record WaitingProject(ProjectId ProjectId, long Weight, long? RunningLimit);
