using Cutroom.Rendering.Timelines;
using Cutroom.Server.EditingTasks;

namespace Cutroom.Server.Nodes;

/// <summary>What the worker of this process has to say of itself; every beat puts it into the node's row.</summary>
internal sealed class WorkerState(QueueOptions options)
{
    /// <summary>What was measured before counts so much beside the latest render: some ten of them make the speed.</summary>
    private const double Kept = 0.9;

    private readonly Lock gate = new();
    private double mediaMs;
    private double seconds;

    /// <summary>Why it takes nothing, DISK or MEDIA; null where it does.</summary>
    public string? Obstacle { get; set; }

    /// <summary>What its tasks hold of it.</summary>
    public Reservations Reservations { get; } = new(options);

    /// <summary>Milliseconds of output that one slot renders in a second, as of the latest renders; null before the first.</summary>
    public long? Speed
    {
        get
        {
            lock (gate)
                return seconds > 0 ? (long)Math.Max(1, mediaMs / seconds) : null;
        }
    }

    /// <param name="took">From its claim until it was published.</param>
    public void Rendered(MediaTime media, TimeSpan took)
    {
        lock (gate)
        {
            mediaMs = mediaMs * Kept + media.ToApproximateSeconds() * 1000;
            seconds = seconds * Kept + took.TotalSeconds;
        }
    }
}
