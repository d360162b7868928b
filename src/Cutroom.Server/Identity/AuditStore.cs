using Cutroom.Server.Storage;

namespace Cutroom.Server.Identity;

/// <summary>A change that was accepted (I24).</summary>
/// <param name="ProjectId">Empty for changes above projects.</param>
/// <param name="UserId">Who: a user's id, a worker, or <c>operator:NAME</c>.</param>
/// <param name="RequestId">Empty where no request made the change.</param>
internal sealed record AuditRecord(
    string AuditId,
    long AtMs,
    string ProjectId,
    string UserId,
    string Action,
    string Resource,
    string RequestId,
    string? Detail
);

/// <summary>Which records; empty texts and the widest times leave nothing out.</summary>
/// <param name="FromMs">Inclusive.</param>
/// <param name="UntilMs">Exclusive.</param>
/// <param name="Action">The beginning of the action's name.</param>
internal sealed record AuditFilter(
    long FromMs = 0,
    long UntilMs = long.MaxValue,
    string ProjectId = "",
    string UserId = "",
    string Action = "",
    string Resource = ""
);

/// <summary>Reads the audit table; it is written by <see cref="AuditLog"/> alone.</summary>
internal static class AuditStore
{
    /// <summary>Called by the operator's verbs; newest first, index on audit_id, which rises with time.</summary>
    /// <param name="before">Only ids below this one; null from the newest on.</param>
    public static Task<IReadOnlyList<AuditRecord>> ListAsync(
        DbSession session,
        AuditFilter filter,
        string? before,
        int most
    ) =>
        session.ListAsync<AuditRecord>(
            """
            select audit_id, at_ms, project_id, user_id, action, resource, request_id, detail
            from audit
            where audit_id < @before and at_ms >= @FromMs and at_ms < @UntilMs
                and (@ProjectId = '' or project_id = @ProjectId)
                and (@UserId = '' or user_id = @UserId)
                and (@Resource = '' or resource = @Resource)
                and substr(action, 1, @actionLength) = @Action
            order by audit_id desc
            limit @most
            """,
            new
            {
                filter.FromMs,
                filter.UntilMs,
                filter.ProjectId,
                filter.UserId,
                filter.Resource,
                filter.Action,
                actionLength = filter.Action.Length,
                before = before ?? "g", // above every hex digit
                most,
            }
        );
}
