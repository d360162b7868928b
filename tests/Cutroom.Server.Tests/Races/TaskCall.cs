using System.Text.Json.Serialization;
using Cutroom.Server.EditingTasks;
using Cutroom.Testing.Linearizability;

namespace Cutroom.Server.Tests.Races;

/// <summary>What a caller asked of one task, and the answer. Closed set; as JSON it goes from process to process.</summary>
[JsonDerivedType(typeof(Claim), "claim")]
[JsonDerivedType(typeof(Cancel), "cancel")]
[JsonDerivedType(typeof(Release), "release")]
[JsonDerivedType(typeof(Succeed), "succeed")]
[JsonDerivedType(typeof(Look), "look")]
internal abstract record TaskCall
{
    private TaskCall() { }

    public sealed record Claim(int Attempt) : TaskCall;

    public sealed record Cancel(bool Done) : TaskCall;

    public sealed record Release(bool Done) : TaskCall;

    public sealed record Succeed(int Attempt, bool Done) : TaskCall;

    public sealed record Look(EditingTaskStatus Status, int Attempt) : TaskCall;
}

/// <summary>The sequential meaning of the calls: <see cref="EditingTask.After"/> and the attempt as fencing token (I2, I4, I5).</summary>
internal static class TaskModel
{
    public static readonly EditingTask Waiting = new()
    {
        TaskId = new(""),
        AssetId = new(""),
        CreatedMs = 0,
        Status = EditingTaskStatus.Waiting,
    };

    public static bool Allows(IReadOnlyList<HistoryCall<TaskCall>> history, bool isHeld) =>
        HistoryChecker.IsLinearizable(history, Waiting with { IsHeld = isHeld }, Apply);

    private static EditingTask? Apply(EditingTask task, HistoryCall<TaskCall> call) =>
        call.What switch
        {
            // No lease passes in these races, so a task that is worked on is not given out again.
            TaskCall.Claim claim => task.Status is EditingTaskStatus.Waiting && claim.Attempt == task.Attempt + 1
                ? task.After(EditingTaskEvent.Claimed)
                : null,
            TaskCall.Cancel cancel => Guarded(task, EditingTaskEvent.Cancelled, cancel.Done),
            TaskCall.Release release => task is { Status: EditingTaskStatus.Waiting, IsHeld: true } == release.Done
                ? task with
                {
                    IsHeld = task.IsHeld && !release.Done,
                }
                : null,
            TaskCall.Succeed succeed when succeed.Attempt != task.Attempt => succeed.Done ? null : task,
            TaskCall.Succeed succeed => Guarded(task, EditingTaskEvent.Succeeded, succeed.Done),
            TaskCall.Look look => task.Status == look.Status && task.Attempt == look.Attempt ? task : null,
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>A refusal is an answer, too: it says that the step did not apply at some moment during the call.</summary>
    private static EditingTask? Guarded(EditingTask task, EditingTaskEvent step, bool done) =>
        (task.After(step), done) switch
        {
            ({ } next, true) => next,
            (null, false) => task,
            _ => null,
        };
}
