using Cutroom.Server.Storage;

namespace Cutroom.Server.Events;

/// <summary>The outbox: what happened, and whom it is for, in the transaction of the change itself (I13).</summary>
internal static class EventStore
{
    /// <summary>Called wherever tasks end. Inserts only; a webhook added or removed at the same time gets the events or not.</summary>
    public static async Task RecordAsync(DbSession session, IReadOnlyList<TaskEvent> happened)
    {
        if (happened.Count == 0)
            return;
        var arguments = new
        {
            rows = JsonRows.Of(
                happened.Select(one => new
                {
                    project = one.ProjectId.Value,
                    id = Ids.New(),
                    type = one.Type,
                    task = one.TaskId.Value,
                    body = one.Body,
                })
            ),
        };
        await session.ExecuteLaterAsync(
            $"""
            insert into events (project_id, event_id, created_ms, event_type, task_id, body)
            select value ->> 'project', value ->> 'id', {session.Dialect.NowMs}, value ->> 'type', value ->> 'task', value ->> 'body'
            from {session.Dialect.Elements("@rows")}
            """,
            arguments
        );
        await session.ExecuteLaterAsync(
            $"""
            insert into deliveries (project_id, webhook_id, event_id, state, attempts, queued_ms, next_ms)
            select w.project_id, w.webhook_id, event, 'PENDING', 0, {session.Dialect.NowMs}, {session.Dialect.NowMs}
            from (
                select value ->> 'project' as project, value ->> 'id' as event, value ->> 'type' as type
                from {session.Dialect.Elements("@rows")}) happened
            join webhooks w on w.project_id = project and w.event_types like '%,' || type || ',%'
            """,
            arguments
        );
    }

    /// <summary>Called by live views; events_by_time. Oldest first.</summary>
    /// <param name="sinceMs">Inclusive. Take it some seconds early: an event shows itself only when its transaction commits.</param>
    public static Task<IReadOnlyList<EndedTaskEvent>> ListSinceAsync(
        DbSession session,
        ProjectId project,
        long sinceMs
    ) =>
        session.ListAsync<EndedTaskEvent>(
            """
            select event_id, task_id, created_ms from events
            where project_id = @project and created_ms >= @sinceMs order by created_ms limit 1000
            """,
            new { project = project.Value, sinceMs }
        );

    /// <summary>
    /// Called by the sender now and then: what is old and nobody waits for; events_by_time, a bounded number at a time.
    /// </summary>
    /// <returns>How many events went.</returns>
    public static async Task<int> ForgetAsync(DbSession session, ProjectId project, TimeSpan after)
    {
        const string Old = "select event_id from events where project_id = @project and created_ms < @before";
        var now = await session.SingleAsync<long>($"select {session.Dialect.NowMs}");
        var arguments = new { project = project.Value, before = now - (long)after.TotalMilliseconds };
        await session.ExecuteAsync(
            $"""
            delete from deliveries where project_id = @project and state <> 'PENDING'
                and event_id in ({Old} order by created_ms limit 1000)
            """,
            arguments
        );
        return await session.ExecuteAsync(
            $"""
            delete from events where project_id = @project and event_id in (
                {Old} and event_id not in (select event_id from deliveries where project_id = @project)
                order by created_ms limit 1000)
            """,
            arguments
        );
    }
}

internal sealed record EndedTaskEvent(string EventId, string TaskId, long CreatedMs);
