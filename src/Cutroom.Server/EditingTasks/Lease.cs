using Cutroom.Rendering.Planning;
using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>The right to work on a task until the database's clock passes its end. Every change a worker makes names it.</summary>
/// <param name="AssetId">The task's output.</param>
/// <param name="Attempt">The fencing token: once a higher one was given out, this lease changes nothing (I4).</param>
/// <param name="Owner">The worker process; names no secret.</param>
/// <param name="AttemptsLeft">How often the task may be claimed again after this attempt.</param>
internal sealed record Lease(
    ProjectId ProjectId,
    TaskId TaskId,
    AssetId AssetId,
    int Attempt,
    string Owner,
    int AttemptsLeft
)
{
    /// <summary>What the task takes of the worker.</summary>
    public RenderNeeds Needs { get; init; } = RenderNeeds.Least;
}
