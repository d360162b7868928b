namespace Cutroom.Server.Storage;

/// <summary>Who changed what, written in the transaction of the change and never updated (I24).</summary>
internal static class AuditLog
{
    /// <summary>Called by every operation that changes state. Insert only, so safe under any number of writers.</summary>
    /// <param name="projectId">Empty for changes above projects (accounts, users, keys).</param>
    /// <param name="action">The permission that was used, or the operator's verb.</param>
    public static Task WriteAsync(
        DbSession session,
        ProjectId projectId,
        UserId userId,
        string action,
        string resource,
        string requestId,
        string? detail = null
    ) => WriteAsync(session, [new(projectId, new(userId, action, requestId), resource, detail)]);

    /// <summary>For changes made in groups: one statement for all of them.</summary>
    public static Task WriteAsync(DbSession session, IEnumerable<AuditEntry> entries) =>
        session.ExecuteLaterAsync(
            $"""
            insert into audit (project_id, audit_id, at_ms, user_id, action, resource, request_id, detail)
            select value ->> 'project', value ->> 'id', {session.Dialect.NowMs}, value ->> 'user', value ->> 'action',
                value ->> 'resource', value ->> 'request', value ->> 'detail'
            from {session.Dialect.Elements("@rows")}
            """,
            new
            {
                rows = JsonRows.Of(
                    entries.Select(entry => new
                    {
                        project = entry.ProjectId.Value,
                        id = Ids.New(),
                        user = entry.By.UserId.Value,
                        action = entry.By.Action,
                        resource = entry.Resource,
                        request = entry.By.RequestId,
                        detail = entry.Detail,
                    })
                ),
            }
        );
}

/// <summary>Who acts.</summary>
/// <param name="Action">The permission that was used, or the operator's verb.</param>
/// <param name="RequestId">Of the request; of a worker, the name of its lease's owner.</param>
internal sealed record Actor(UserId UserId, string Action, string RequestId);

/// <summary>One accepted change.</summary>
/// <param name="Resource">Id of what was changed.</param>
internal sealed record AuditEntry(ProjectId ProjectId, Actor By, string Resource, string? Detail = null);
