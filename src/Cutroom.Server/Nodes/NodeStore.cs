using Cutroom.Server.EditingTasks;
using Cutroom.Server.Storage;

namespace Cutroom.Server.Nodes;

/// <summary>A process that serves.</summary>
/// <param name="SkewMs">Its clock minus the database's: signatures are judged by it, leases are not.</param>
internal sealed record Node(string NodeId, string Role, string Version, long StartedMs, long SeenMs, long SkewMs);

/// <summary>What a node with a worker can do (<see cref="WorkerState"/>).</summary>
internal sealed record WorkingNode(WorkerRoom Room, long? Speed, string? Obstacle);

internal static class NodeStore
{
    /// <summary>Called by each node for itself; primary key.</summary>
    /// <param name="now">The node's own clock, UTC milliseconds.</param>
    /// <param name="worker">Means nothing of a node that has none.</param>
    /// <returns>The node's clock minus the database's, as far as the way of the statement allows.</returns>
    public static Task<long> SeenAsync(
        DbSession session,
        string id,
        string role,
        string version,
        long now,
        WorkingNode worker
    ) =>
        session.SingleAsync<long>(
            $"""
            insert into nodes (node_id, role, version, started_ms, seen_ms, skew_ms, speed, obstacle,
                slots, memory_mib, slots_left, memory_left_mib, disk_left_mib)
            values (@id, @role, @version, {session.Dialect.NowMs}, {session.Dialect.NowMs}, @now - {session.Dialect.NowMs},
                @speed, @obstacle, @slots, @memory, @slotsLeft, @memoryLeft, @diskLeft)
            on conflict (node_id) do update set seen_ms = excluded.seen_ms, skew_ms = excluded.skew_ms,
                speed = excluded.speed, obstacle = excluded.obstacle,
                slots = excluded.slots, memory_mib = excluded.memory_mib, slots_left = excluded.slots_left,
                memory_left_mib = excluded.memory_left_mib, disk_left_mib = excluded.disk_left_mib
            returning skew_ms
            """,
            new
            {
                id,
                role,
                version,
                now,
                speed = worker.Speed,
                obstacle = worker.Obstacle,
                slots = worker.Room.Whole.Slots,
                memory = worker.Room.Whole.MemoryMib,
                slotsLeft = worker.Room.Left.Slots,
                memoryLeft = worker.Room.Left.MemoryMib,
                diskLeft = worker.Room.Left.DiskMib,
            }
        );

    /// <summary>Called by the same: nodes that were killed leave their row behind.</summary>
    public static Task<int> RemoveSilentAsync(DbSession session, TimeSpan silence) =>
        session.ExecuteAsync(
            $"delete from nodes where seen_ms < {session.Dialect.NowMs} - @silence",
            new { silence = (long)silence.TotalMilliseconds }
        );

    /// <summary>Called by a node that stops in order.</summary>
    public static Task<int> RemoveAsync(DbSession session, string id) =>
        session.ExecuteAsync("delete from nodes where node_id = @id", new { id });

    /// <summary>Called by list: the nodes that live and render; as many rows as there are processes.</summary>
    /// <param name="silence">Who said nothing for so long is taken for dead.</param>
    public static async Task<IReadOnlyList<WorkingNode>> WorkersAsync(DbSession session, TimeSpan silence) =>
        [
            .. (
                await session.ListAsync<WorkerRow>(
                    $"""
                    select speed, obstacle, slots, memory_mib, slots_left, memory_left_mib, disk_left_mib from nodes
                    where role <> 'api' and seen_ms > {session.Dialect.NowMs} - @silence
                    order by node_id
                    """,
                    new { silence = (long)silence.TotalMilliseconds }
                )
            ).Select(row => row.ToNode()),
        ];

    /// <summary>Called by whoever wakes them, now and then; as many rows as there are processes.</summary>
    public static Task<int> CountWorkersAsync(DbSession session, TimeSpan silence) =>
        session.SingleAsync<int>(
            $"select count(*) from nodes where role <> 'api' and seen_ms > {session.Dialect.NowMs} - @silence",
            new { silence = (long)silence.TotalMilliseconds }
        );

    /// <summary>For the operator; as many rows as there are processes.</summary>
    public static Task<IReadOnlyList<Node>> ListAsync(DbSession session) =>
        session.ListAsync<Node>(
            "select node_id, role, version, started_ms, seen_ms, skew_ms from nodes order by role, node_id"
        );

    private sealed record WorkerRow
    {
        public long? Speed { get; init; }
        public string? Obstacle { get; init; }
        public long Slots { get; init; }
        public long MemoryMib { get; init; }
        public long SlotsLeft { get; init; }
        public long MemoryLeftMib { get; init; }
        public long DiskLeftMib { get; init; }

        public WorkingNode ToNode() =>
            new(new(new(Slots, MemoryMib, DiskLeftMib), new(SlotsLeft, MemoryLeftMib, DiskLeftMib)), Speed, Obstacle);
    }
}
