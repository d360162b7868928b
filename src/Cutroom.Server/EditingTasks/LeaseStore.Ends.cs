using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>How tasks end. Each end is accepted from the current attempt alone, and takes the task out of editing_task_leases.</summary>
internal static partial class LeaseStore
{
    /// <summary>Called by the worker once the output's bytes are in place; the output becomes visible in the same transaction (I3).</summary>
    /// <returns>False where the lease is lost: nothing of this attempt may be shown.</returns>
    public static async Task<bool> SucceedAsync(DbSession session, Lease lease) =>
        await SucceedAsync(session, [lease]) is [_];

    /// <inheritdoc cref="SucceedAsync(DbSession, Lease)"/>
    /// <returns>Those whose lease was not lost.</returns>
    public static async Task<IReadOnlyList<Lease>> SucceedAsync(DbSession session, IReadOnlyList<Lease> leases)
    {
        var rows = await session.ListAsync<ClaimRow>(
            $"""
            update editing_tasks set
                status = 'SUCCEED', ended_ms = {session.Dialect.NowMs}, progress = 100, phase = null, version = version + 1,
                lease_owner = null, lease_end_ms = null, failure_code = null, failure_message = null
            where (project_id, task_id, attempt, lease_owner) in (
                    select value ->> 'project', value ->> 'task', cast(value ->> 'attempt' as bigint), value ->> 'owner'
                    from {session.Dialect.Elements("@rows")})
                and status = 'PROCESSING'
            returning project_id, task_id, asset_id, attempt, attempts_left;
            {RemoveEnded(session)}
            """,
            new
            {
                rows = JsonRows.Of(
                    leases.Select(lease => new
                    {
                        project = lease.ProjectId.Value,
                        task = lease.TaskId.Value,
                        attempt = lease.Attempt,
                        owner = lease.Owner,
                    })
                ),
            }
        );
        var done = rows.Select(row => (row.ProjectId, row.TaskId)).ToHashSet();
        return [.. leases.Where(lease => done.Contains((lease.ProjectId.Value, lease.TaskId.Value)))];
    }

    /// <summary>Called by the worker for what another attempt would not mend; the output is withdrawn in the same transaction.</summary>
    /// <returns>False where the lease is lost.</returns>
    public static async Task<bool> FailAsync(DbSession session, Lease lease, EditingTaskFailure failure) =>
        await session.SingleAsync<string>(
            $"""
            update editing_tasks set
                status = 'FAILED', ended_ms = {session.Dialect.NowMs}, phase = null, version = version + 1,
                lease_owner = null, lease_end_ms = null, failure_code = @code, failure_message = @message
            where {Mine}
            returning task_id;
            {RemoveEnded(session)}
            """,
            new
            {
                project = lease.ProjectId.Value,
                task = lease.TaskId.Value,
                attempt = (long)lease.Attempt,
                owner = lease.Owner,
                code = failure.Code,
                message = failure.Message,
                rows = Keys([(lease.ProjectId, lease.TaskId)]),
            }
        )
            is not null;

    /// <summary>
    /// Called by the sweeper: tasks whose lease passed with no attempt left (I6). editing_task_leases; claims need an attempt left,
    /// so the two never want the same row. Outputs are withdrawn in the same transaction.
    /// </summary>
    public static async Task<IReadOnlyList<EndedTask>> FailExhaustedAsync(DbSession session, EditingTaskFailure failure)
    {
        var rows = await session.ListAsync<EndedRow>(
            $"""
            update editing_tasks set
                status = 'FAILED', ended_ms = {session.Dialect.NowMs}, phase = null, version = version + 1,
                lease_owner = null, lease_end_ms = null,
                failure_code = coalesce(failure_code, @code), failure_message = coalesce(failure_message, @message)
            where (project_id, task_id) in (
                    select l.project_id, l.task_id from editing_task_leases l
                    where 0 = (
                        select t.attempts_left from editing_tasks t
                        where t.project_id = l.project_id and t.task_id = l.task_id))
                and status = 'PROCESSING' and attempts_left = 0 and lease_end_ms <= {session.Dialect.NowMs}
            returning project_id, task_id, asset_id, failure_code, failure_message
            """,
            new { code = failure.Code, message = failure.Message }
        );
        var ended = rows.Select(row => new EndedTask(
                new(row.ProjectId),
                new(row.TaskId),
                new(row.AssetId),
                new(row.FailureCode, row.FailureMessage)
            ))
            .ToList();
        if (ended.Count > 0)
            await session.ExecuteAsync(
                RemoveEnded(session),
                new { rows = Keys(ended.Select(task => (task.ProjectId, task.TaskId))) }
            );
        return ended;
    }

    /// <summary>After a step that may have ended the tasks of @rows; primary keys.</summary>
    private static string RemoveEnded(DbSession session) =>
        $"""
            delete from editing_task_leases where (project_id, task_id) in (
                select project_id, task_id from editing_tasks
                where (project_id, task_id) in (
                        select value ->> 'project', value ->> 'task' from {session.Dialect.Elements("@rows")})
                    and status <> 'PROCESSING')
            """;

    private sealed record EndedRow(
        string ProjectId,
        string TaskId,
        string AssetId,
        string FailureCode,
        string FailureMessage
    );
}

/// <summary>A task that ended without its worker, and the output to withdraw.</summary>
/// <param name="Failure">What its last living worker said; the sweeper's words where none said anything.</param>
internal sealed record EndedTask(ProjectId ProjectId, TaskId TaskId, AssetId AssetId, EditingTaskFailure Failure);
