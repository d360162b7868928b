using Cutroom.Server.Storage;

namespace Cutroom.Server.Events;

/// <summary>Events on their way. What was given up stays, until it is sent again or forgotten.</summary>
internal static class DeliveryStore
{
    /// <summary>Called by the sender; deliveries_due. Oldest first.</summary>
    public static Task<IReadOnlyList<DueDelivery>> ListDueAsync(DbSession session, StoredWebhook webhook, int limit) =>
        session.ListAsync<DueDelivery>(
            $"""
            select deliveries.event_id, deliveries.attempts, deliveries.queued_ms, events.body
            from deliveries
            join events on events.project_id = deliveries.project_id and events.event_id = deliveries.event_id
            where deliveries.project_id = @project and deliveries.webhook_id = @webhook
                and deliveries.state = 'PENDING' and deliveries.next_ms <= {session.Dialect.NowMs}
            order by deliveries.next_ms, deliveries.event_id limit @limit
            """,
            new
            {
                project = webhook.ProjectId,
                webhook = webhook.WebhookId,
                limit,
            }
        );

    /// <summary>Called by the sender after a call that was answered with success.</summary>
    public static Task<int> MarkSentAsync(DbSession session, StoredWebhook webhook, string eventId) =>
        session.ExecuteAsync(
            """
            update deliveries set state = 'SENT', attempts = attempts + 1, last_error = null
            where project_id = @project and webhook_id = @webhook and event_id = @eventId
            """,
            new
            {
                project = webhook.ProjectId,
                webhook = webhook.WebhookId,
                eventId,
            }
        );

    /// <summary>Called by the sender after any other outcome. Whoever has waited longer than <paramref name="patience"/> is given up.</summary>
    public static Task<int> MarkFailedAsync(
        DbSession session,
        StoredWebhook webhook,
        string eventId,
        TimeSpan delay,
        TimeSpan patience,
        string error
    ) =>
        session.ExecuteAsync(
            $"""
            update deliveries set
                attempts = attempts + 1, last_error = @error, next_ms = {session.Dialect.NowMs} + @delay,
                state = case when queued_ms + @patience <= {session.Dialect.NowMs} then 'GIVEN_UP' else 'PENDING' end
            where project_id = @project and webhook_id = @webhook and event_id = @eventId
            """,
            new
            {
                project = webhook.ProjectId,
                webhook = webhook.WebhookId,
                eventId,
                delay = (long)delay.TotalMilliseconds,
                patience = (long)patience.TotalMilliseconds,
                error,
            }
        );

    /// <summary>Called by the list of deliveries. Ids rise with time, so the newest event comes first.</summary>
    /// <param name="state">Null for any.</param>
    public static Task<IReadOnlyList<ListedDelivery>> ListAsync(
        DbSession session,
        ProjectId project,
        string webhook,
        string? state,
        int offset,
        int limit
    ) =>
        session.ListAsync<ListedDelivery>(
            $"""
            select deliveries.event_id, events.event_type, events.task_id, events.created_ms, deliveries.state,
                deliveries.attempts, deliveries.next_ms, deliveries.last_error
            from deliveries
            join events on events.project_id = deliveries.project_id and events.event_id = deliveries.event_id
            where deliveries.project_id = @project and deliveries.webhook_id = @webhook
                {(state is null ? "" : "and deliveries.state = @state")}
            order by deliveries.event_id desc limit @limit offset @offset
            """,
            new
            {
                project = project.Value,
                webhook,
                state,
                limit,
                offset,
            }
        );

    /// <summary>Called by replay: under the same id as before, also where the webhook never had the event.</summary>
    /// <param name="ids">Null for all since <paramref name="sinceMs"/>.</param>
    /// <returns>How many events are sent again.</returns>
    public static async Task<int> ReplayAsync(
        DbSession session,
        ProjectId project,
        string webhook,
        IReadOnlyList<string>? ids,
        long sinceMs
    )
    {
        var again = $"""
            insert into deliveries (project_id, webhook_id, event_id, state, attempts, queued_ms, next_ms)
            select project_id, @webhook, event_id, 'PENDING', 0, {session.Dialect.NowMs}, {session.Dialect.NowMs}
            from events where project_id = @project and 
            """;
        const string OrRenew = """
             on conflict (project_id, webhook_id, event_id) do update set
                state = 'PENDING', attempts = 0, queued_ms = excluded.queued_ms, next_ms = excluded.next_ms
            """;
        if (ids is null)
            return await session.ExecuteAsync(
                $"{again} created_ms >= @sinceMs {OrRenew}",
                new
                {
                    project = project.Value,
                    webhook,
                    sinceMs,
                }
            );
        var count = 0;
        foreach (var id in ids.Distinct())
        {
            count += await session.ExecuteAsync(
                $"{again} event_id = @id {OrRenew}",
                new
                {
                    project = project.Value,
                    webhook,
                    id,
                }
            );
        }

        return count;
    }
}

/// <param name="Body">JSON, sent as it is.</param>
internal sealed record DueDelivery(string EventId, long Attempts, long QueuedMs, string Body);

/// <summary>Properties, not a constructor: SQLite does not tell the type of a null.</summary>
internal sealed record ListedDelivery
{
    public required string EventId { get; init; }
    public required string EventType { get; init; }
    public required string TaskId { get; init; }
    public long CreatedMs { get; init; }
    public required string State { get; init; }
    public long Attempts { get; init; }
    public long NextMs { get; init; }
    public string? LastError { get; init; }
}
