using Cutroom.Server.Storage;

namespace Cutroom.Server.Nodes;

/// <summary>A process that serves.</summary>
/// <param name="SkewMs">Its clock minus the database's: signatures are judged by it, leases are not.</param>
internal sealed record Node(string NodeId, string Role, string Version, long StartedMs, long SeenMs, long SkewMs);

/// <summary>What a node with a worker can do (<see cref="WorkerState"/>).</summary>
internal sealed record WorkingNode(long Slots, long? Speed, string? Obstacle);

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
            insert into nodes (node_id, role, version, started_ms, seen_ms, skew_ms, slots, speed, obstacle)
            values (@id, @role, @version, {session.Dialect.NowMs}, {session.Dialect.NowMs}, @now - {session.Dialect.NowMs},
                @slots, @speed, @obstacle)
            on conflict (node_id) do update set seen_ms = excluded.seen_ms, skew_ms = excluded.skew_ms,
                slots = excluded.slots, speed = excluded.speed, obstacle = excluded.obstacle
            returning skew_ms
            """,
            new
            {
                id,
                role,
                version,
                now,
                slots = worker.Slots,
                speed = worker.Speed,
                obstacle = worker.Obstacle,
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
    public static Task<IReadOnlyList<WorkingNode>> WorkersAsync(DbSession session, TimeSpan silence) =>
        session.ListAsync<WorkingNode>(
            $"""
            select slots, speed, obstacle from nodes
            where role <> 'api' and seen_ms > {session.Dialect.NowMs} - @silence
            order by node_id
            """,
            new { silence = (long)silence.TotalMilliseconds }
        );

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
}
