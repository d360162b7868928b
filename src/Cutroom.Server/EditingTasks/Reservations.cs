using Cutroom.Rendering.Planning;

namespace Cutroom.Server.EditingTasks;

/// <summary>What the tasks of this process's worker hold of it, from before their claim is committed until their attempt has ended.</summary>
internal sealed class Reservations(QueueOptions options)
{
    private readonly Lock gate = new();
    private readonly HashSet<Reservation> open = [];

    /// <summary>
    /// What attempts may fill, as it was measured last. What they have written counts twice until they end: that errs on the safe side.
    /// </summary>
    public long DiskMib { get; set; } = int.MaxValue;

    public WorkerRoom Room
    {
        get
        {
            var whole = new RenderNeeds(options.Slots, options.MemoryMib, DiskMib);
            lock (gate)
                return open.Aggregate(new WorkerRoom(whole, whole), (room, one) => room.With(one.Needs));
        }
    }

    /// <summary>Holds nothing yet.</summary>
    public Reservation Open()
    {
        var one = new Reservation(this);
        lock (gate)
            open.Add(one);
        return one;
    }

    /// <summary>Of one slot. Disposing gives back what it holds.</summary>
    internal sealed class Reservation(Reservations owner) : IDisposable
    {
        public RenderNeeds Needs { get; private set; }

        public void Hold(RenderNeeds needs)
        {
            lock (owner.gate)
                Needs = needs;
        }

        public void Dispose()
        {
            lock (owner.gate)
                owner.open.Remove(this);
        }
    }
}
