using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>The claims of one worker process: slots that are free at the same time share one.</summary>
internal sealed class SharedClaims
{
    private readonly Reservations reservations;
    private readonly SharedWrites<Reservations.Reservation, Lease?> writes;

    /// <param name="owner">Names the process in its leases.</param>
    public SharedClaims(
        Database database,
        string owner,
        QueueOptions options,
        QueueSignal signal,
        Reservations reservations,
        TimeProvider time
    )
    {
        this.reservations = reservations;
        var turns = new ClaimTurns(time);
        signal.Arrived += turns.Arrived;
        writes = new(
            database,
            options.Slots,
            async (session, slots) =>
            {
                foreach (var slot in slots)
                    slot.Hold(default); // where this runs again, it was rolled back
                var room = new ClaimRoom(slots.Count, reservations.Room);
                var leases = await turns.ClaimAsync(session, owner, options.Lease, room);
                foreach (var (slot, lease) in slots.Zip(leases))
                    slot.Hold(lease.Needs);
                return [.. slots.Select((_, index) => leases.ElementAtOrDefault(index))];
            }
        );
    }

    /// <summary>
    /// For one slot, which then holds what the task needs. Not to be cut: a claim whose answer nobody waits for would have to pass by itself.
    /// </summary>
    /// <returns>Null where there is nothing to do.</returns>
    public async Task<Lease?> NextAsync(Reservations.Reservation slot) =>
        reservations.Room.Left.Slots == 0 ? null : await writes.RunAsync(slot, CancellationToken.None);
}
