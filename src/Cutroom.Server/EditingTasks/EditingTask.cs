using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

internal enum EditingTaskStatus
{
    Waiting,
    Processing,
    Succeeded,
    Failed,
    Cancelled,
}

internal enum EditingTaskEvent
{
    /// <summary>A worker took it, or took it over from a worker whose lease had passed.</summary>
    Claimed,

    /// <summary>The worker extended its lease, with or without progress.</summary>
    Renewed,

    /// <summary>The worker gave its lease up, for another attempt.</summary>
    Released,
    Succeeded,
    Failed,
    Cancelled,
}

/// <summary>
/// One request to make a new asset from segments. <see cref="After"/> is its whole life; <c>docs/task-states.md</c> holds the same
/// table. The guards in <see cref="EditingTaskStore"/>'s SQL decide, this record explains.
/// </summary>
internal sealed record EditingTask
{
    public required TaskId TaskId { get; init; }

    /// <summary>The output, reserved at create; visible once the task succeeded (I3).</summary>
    public required AssetId AssetId { get; init; }

    public required EditingTaskStatus Status { get; init; }

    public required long CreatedMs { get; init; }

    /// <summary>When the latest attempt started; null before the first.</summary>
    public long? StartedMs { get; init; }

    /// <summary>Null until the status is final.</summary>
    public long? EndedMs { get; init; }

    /// <summary>0 to 100; never falls, not even when another attempt starts anew.</summary>
    public int Progress { get; init; }

    /// <summary>What the worker is doing, for people; null before the first word of it.</summary>
    public string? Phase { get; init; }

    /// <summary>The number of the latest claim, 0 before the first. It only grows: a worker with an older one changes nothing (I4).</summary>
    public int Attempt { get; init; }

    /// <summary>Code of the error table; null unless failed.</summary>
    public string? FailureCode { get; init; }

    public string? FailureMessage { get; init; }

    /// <summary>Grows with every step but renewals: what a conditional cancel names.</summary>
    public long Version { get; init; } = 1;

    /// <summary>True while it waits for its release, not for a worker; WAITING outside, and as easily cancelled.</summary>
    public bool IsHeld { get; init; }

    /// <summary>0 to 9; 9 is claimed first.</summary>
    public int Priority { get; init; } = NewTask.UsualPriority;

    /// <returns>The task as the event leaves it; null where the event does not apply, and nothing changes (I5).</returns>
    public EditingTask? After(EditingTaskEvent happened) =>
        (Status, happened) switch
        {
            (EditingTaskStatus.Waiting, EditingTaskEvent.Claimed) when !IsHeld => Claimed(),
            (EditingTaskStatus.Waiting, EditingTaskEvent.Cancelled) => this with
            {
                Status = EditingTaskStatus.Cancelled,
            },
            (EditingTaskStatus.Processing, EditingTaskEvent.Claimed) => Claimed(),
            (EditingTaskStatus.Processing, EditingTaskEvent.Renewed) => this,
            (EditingTaskStatus.Processing, EditingTaskEvent.Released) => this,
            (EditingTaskStatus.Processing, EditingTaskEvent.Succeeded) => this with
            {
                Status = EditingTaskStatus.Succeeded,
                Progress = 100,
            },
            (EditingTaskStatus.Processing, EditingTaskEvent.Failed) => this with { Status = EditingTaskStatus.Failed },
            _ => null,
        };

    private EditingTask Claimed() => this with { Status = EditingTaskStatus.Processing, Attempt = Attempt + 1 };
}

internal static class EditingTaskStatusWords
{
    extension(EditingTaskStatus status)
    {
        // Source: VOD API reference, editing tasks, status. CANCEL is spelled without LED.
        public string ToWire() =>
            status switch
            {
                EditingTaskStatus.Waiting => "WAITING",
                EditingTaskStatus.Processing => "PROCESSING",
                EditingTaskStatus.Succeeded => "SUCCEED",
                EditingTaskStatus.Failed => "FAILED",
                EditingTaskStatus.Cancelled => "CANCEL",
            };

        public static EditingTaskStatus OfWire(string word) =>
            Enum.GetValues<EditingTaskStatus>().Single(status => status.ToWire() == word);
    }
}
