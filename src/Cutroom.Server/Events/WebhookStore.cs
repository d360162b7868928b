using Cutroom.Server.Storage;

namespace Cutroom.Server.Events;

/// <summary>Where a project wants its events. At any moment one process sends to a webhook, and only as long as its turn lasts.</summary>
internal static class WebhookStore
{
    private const string Columns = """
        project_id, webhook_id, url, event_types, sealed_secret, key_version, created_ms, failures
        """;

    /// <summary>Called by create.</summary>
    public static Task AddAsync(DbSession session, StoredWebhook webhook) =>
        session.ExecuteAsync(
            $"""
            insert into webhooks (project_id, webhook_id, url, event_types, sealed_secret, key_version, created_ms,
                failures, blocked_until_ms, sender_until_ms)
            values (@ProjectId, @WebhookId, @Url, @EventTypes, @SealedSecret, @KeyVersion, {session.Dialect.NowMs}, 0, 0, 0)
            """,
            webhook
        );

    /// <summary>Leading column of the primary key; oldest first.</summary>
    public static Task<IReadOnlyList<StoredWebhook>> ListAsync(DbSession session, ProjectId project) =>
        session.ListAsync<StoredWebhook>(
            $"select {Columns} from webhooks where project_id = @project order by created_ms, webhook_id",
            new { project = project.Value }
        );

    /// <summary>Primary key. Null for an unknown one and for another project's alike (I15).</summary>
    public static Task<StoredWebhook?> FindAsync(DbSession session, ProjectId project, string webhook) =>
        session.SingleAsync<StoredWebhook>(
            $"select {Columns} from webhooks where project_id = @project and webhook_id = @webhook",
            new { project = project.Value, webhook }
        );

    /// <summary>Called by delete; what was on its way to it goes too.</summary>
    /// <returns>False where there is none: nothing was changed.</returns>
    public static async Task<bool> RemoveAsync(DbSession session, ProjectId project, string webhook)
    {
        var arguments = new { project = project.Value, webhook };
        await session.ExecuteAsync(
            "delete from deliveries where project_id = @project and webhook_id = @webhook",
            arguments
        );
        return await session.ExecuteAsync(
                "delete from webhooks where project_id = @project and webhook_id = @webhook",
                arguments
            ) == 1;
    }

    /// <summary>Called by idle senders every second, so it only reads: deliveries_due, once per webhook.</summary>
    public static async Task<bool> AnyDueAsync(DbSession session) =>
        await session.SingleAsync<long>(
            $"select count(*) from (select 1 from webhooks where {Due(session)} limit 1) one"
        ) == 1;

    /// <summary>Called by senders: a webhook that has something due and no sender. Two senders never get the same one.</summary>
    public static Task<StoredWebhook?> TakeAsync(DbSession session, string sender, TimeSpan turn) =>
        session.SingleAsync<StoredWebhook>(
            $"""
            update webhooks set sender = @sender, sender_until_ms = {session.Dialect.NowMs} + @turn
            where (project_id, webhook_id) = (
                    select project_id, webhook_id from webhooks where {Due(session)}
                    order by sender_until_ms limit 1 {session.Dialect.SkipLocked})
                and sender_until_ms <= {session.Dialect.NowMs}
            returning {Columns}
            """,
            new { sender, turn = (long)turn.TotalMilliseconds }
        );

    /// <summary>Called by the sender after each call, in the transaction that notes its outcome.</summary>
    /// <param name="failures">In a row, 0 after one that got through.</param>
    /// <param name="blocked">How long nothing more is sent.</param>
    /// <returns>False where the turn has passed to somebody else: the sender stops.</returns>
    public static async Task<bool> KeepTurnAsync(
        DbSession session,
        StoredWebhook webhook,
        string sender,
        TimeSpan turn,
        long failures,
        TimeSpan blocked
    ) =>
        await session.ExecuteAsync(
            $"""
            update webhooks set
                sender_until_ms = {session.Dialect.NowMs} + @turn, failures = @failures,
                blocked_until_ms = {session.Dialect.NowMs} + @blocked
            where project_id = @project and webhook_id = @webhook and sender = @sender
            """,
            new
            {
                project = webhook.ProjectId,
                webhook = webhook.WebhookId,
                sender,
                turn = (long)turn.TotalMilliseconds,
                failures,
                blocked = (long)blocked.TotalMilliseconds,
            }
        ) == 1;

    /// <summary>Called by the sender at the end of its turn.</summary>
    public static Task<int> YieldAsync(DbSession session, StoredWebhook webhook, string sender) =>
        session.ExecuteAsync(
            """
            update webhooks set sender = null, sender_until_ms = 0
            where project_id = @project and webhook_id = @webhook and sender = @sender
            """,
            new
            {
                project = webhook.ProjectId,
                webhook = webhook.WebhookId,
                sender,
            }
        );

    private static string Due(DbSession session) =>
        $"""
            sender_until_ms <= {session.Dialect.NowMs} and blocked_until_ms <= {session.Dialect.NowMs} and exists (
                select 1 from deliveries
                where deliveries.project_id = webhooks.project_id and deliveries.webhook_id = webhooks.webhook_id
                    and deliveries.state = 'PENDING' and deliveries.next_ms <= {session.Dialect.NowMs})
            """;
}

/// <summary>As the columns are; the secret is sealed.</summary>
internal sealed record StoredWebhook
{
    public required string ProjectId { get; init; }
    public required string WebhookId { get; init; }
    public required string Url { get; init; }

    /// <summary>Separated and enclosed by commas.</summary>
    public required string EventTypes { get; init; }
    public required string SealedSecret { get; init; }
    public long KeyVersion { get; init; }
    public long CreatedMs { get; init; }
    public long Failures { get; init; }

    /// <summary>What the secret is sealed for.</summary>
    public string Owner => OwnerOf(ProjectId, WebhookId);

    public static string OwnerOf(string project, string webhook) => $"webhook|{project}|{webhook}";
}
