using Cutroom.Rendering.Planning;

namespace Cutroom.Server.EditingTasks;

/// <summary>
/// What a worker process has, and what of it no task holds. Of slots and memory a task is given all that there is at most, so that any fits
/// an idle worker; a full disk cannot be shared out so.
/// </summary>
internal readonly record struct WorkerRoom(RenderNeeds Whole, RenderNeeds Left)
{
    public const string Disk = "DISK";
    public const string Memory = "MEMORY";
    public const string Slots = "SLOTS";

    /// <summary>Where nobody counts.</summary>
    public static readonly WorkerRoom Endless = new(Most, Most);

    /// <summary>What a node tells that does not count.</summary>
    private static RenderNeeds Most => new(int.MaxValue, int.MaxValue, int.MaxValue);

    /// <returns>What there is too little of; null where the task fits.</returns>
    public string? LackFor(RenderNeeds needs) =>
        needs.DiskMib > Left.DiskMib ? Disk
        : Math.Min(needs.MemoryMib, Whole.MemoryMib) > Left.MemoryMib ? Memory
        : Math.Min(needs.Slots, Whole.Slots) > Left.Slots ? Slots
        : null;

    /// <summary>With the task that holds its part.</summary>
    public WorkerRoom With(RenderNeeds needs) =>
        this with
        {
            Left = new(
                Left.Slots - Math.Min(needs.Slots, Whole.Slots),
                Left.MemoryMib - Math.Min(needs.MemoryMib, Whole.MemoryMib),
                Left.DiskMib - needs.DiskMib
            ),
        };
}
