using Cutroom.Server.Storage;

namespace Cutroom.Server.Events;

/// <summary>The outbox: what happened, and whom it is for, in the transaction of the change itself (I13).</summary>
internal static class EventStore
{
    /// <summary>Called wherever a task ends. Inserts only; a webhook added or removed at the same time gets the event or not.</summary>
    public static async Task RecordAsync(DbSession session, TaskEvent happened)
    {
        var arguments = new
        {
            project = happened.ProjectId.Value,
            id = Ids.New(),
            type = happened.Type,
            task = happened.TaskId.Value,
            body = happened.Body,
        };
        await session.ExecuteAsync(
            $"""
            insert into events (project_id, event_id, created_ms, event_type, task_id, body)
            values (@project, @id, {session.Dialect.NowMs}, @type, @task, @body)
            """,
            arguments
        );
        await session.ExecuteAsync(
            $"""
            insert into deliveries (project_id, webhook_id, event_id, state, attempts, queued_ms, next_ms)
            select project_id, webhook_id, @id, 'PENDING', 0, {session.Dialect.NowMs}, {session.Dialect.NowMs}
            from webhooks where project_id = @project and event_types like '%,' || @type || ',%'
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
