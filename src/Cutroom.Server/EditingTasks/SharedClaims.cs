using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>The claims of one worker process: slots that are free at the same time share one.</summary>
internal sealed class SharedClaims
{
    private readonly SharedWrites<int, Lease?> writes;

    /// <param name="owner">Names the process in its leases.</param>
    public SharedClaims(Database database, string owner, QueueOptions options, QueueSignal signal, TimeProvider time)
    {
        var turns = new ClaimTurns(time);
        signal.Arrived += turns.Arrived;
        writes = new(
            database,
            options.Slots,
            async (session, slots) =>
            {
                var leases = await turns.ClaimAsync(session, owner, options.Lease, slots.Count);
                return [.. slots.Select((_, index) => leases.ElementAtOrDefault(index))];
            }
        );
    }

    /// <summary>For one slot. Not to be cut: a claim whose answer nobody waits for would have to pass by itself.</summary>
    /// <returns>Null where there is nothing to do.</returns>
    public Task<Lease?> NextAsync() => writes.RunAsync(1, CancellationToken.None);
}
