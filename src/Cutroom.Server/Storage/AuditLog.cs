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
    ) =>
        session.ExecuteAsync(
            $"""
            insert into audit (project_id, audit_id, at_ms, user_id, action, resource, request_id, detail)
            values (@project, @id, {session.Dialect.NowMs}, @user, @action, @resource, @request, @detail)
            """,
            new
            {
                project = projectId.Value,
                id = Ids.New(),
                user = userId.Value,
                action,
                resource,
                request = requestId,
                detail,
            }
        );
}
