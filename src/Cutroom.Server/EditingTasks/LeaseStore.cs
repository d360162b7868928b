using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>
/// The steps of a task while workers hold it. Leases are judged by the database's clock alone; every step of a worker carries its
/// attempt number, so a worker that lost its lease changes nothing (I4).
/// </summary>
internal static class LeaseStore
{
    /// <summary>Of <see cref="Lease"/>; primary key.</summary>
    private const string Mine = """
        project_id = @project and task_id = @task and status = 'PROCESSING' and attempt = @attempt and lease_owner = @owner
        """;

    /// <summary>
    /// Called by workers: a task whose worker was lost comes first, then the oldest that waits.
    /// </summary>
    /// <returns>Null where there is nothing to do.</returns>
    public static async Task<Lease?> ClaimAsync(DbSession session, string owner, TimeSpan length) =>
        await TakeOverAsync(session, owner, length) ?? await ClaimWaitingAsync(session, owner, length);

    /// <summary>
    /// Called by the worker every few seconds. Progress never falls. Refused once the lease has passed, even if nobody took the task yet.
    /// </summary>
    /// <returns>False where the lease is lost: the render must stop.</returns>
    public static async Task<bool> RenewAsync(
        DbSession session,
        Lease lease,
        TimeSpan length,
        int progress,
        string? phase
    ) =>
        await session.ExecuteAsync(
            $"""
            update editing_tasks set
                lease_end_ms = {session.Dialect.NowMs} + @length,
                progress = case when @progress > progress then @progress else progress end,
                phase = coalesce(@phase, phase)
            where {Mine} and lease_end_ms > {session.Dialect.NowMs}
            """,
            new
            {
                project = lease.ProjectId.Value,
                task = lease.TaskId.Value,
                attempt = (long)lease.Attempt,
                owner = lease.Owner,
                length = (long)length.TotalMilliseconds,
                progress = (long)progress,
                phase,
            }
        ) == 1;

    /// <summary>Called by a worker that is told to stop: the lease ends now, and the claim is not counted against the task (I7).</summary>
    public static async Task<bool> HandBackAsync(DbSession session, Lease lease) =>
        await session.ExecuteAsync(
            $"""
            update editing_tasks set
                lease_owner = null, lease_end_ms = {session.Dialect.NowMs}, attempts_left = attempts_left + 1
            where {Mine}
            """,
            Arguments(lease)
        ) == 1;

    /// <summary>Called by the worker after a fault of the machine: another attempt may start once <paramref name="backOff"/> is over (I6).</summary>
    /// <returns>False where no attempt is left, or the lease is lost.</returns>
    public static async Task<bool> ReleaseForRetryAsync(
        DbSession session,
        Lease lease,
        TimeSpan backOff,
        EditingTaskFailure failure
    ) =>
        await session.ExecuteAsync(
            $"""
            update editing_tasks set
                lease_owner = null, lease_end_ms = {session.Dialect.NowMs} + @backOff,
                failure_code = @code, failure_message = @message
            where {Mine} and attempts_left > 0
            """,
            new
            {
                project = lease.ProjectId.Value,
                task = lease.TaskId.Value,
                attempt = (long)lease.Attempt,
                owner = lease.Owner,
                backOff = (long)backOff.TotalMilliseconds,
                code = failure.Code,
                message = failure.Message,
            }
        ) == 1;

    /// <summary>Called by the worker once the output's bytes are in place; the output becomes visible in the same transaction (I3).</summary>
    /// <returns>False where the lease is lost: nothing of this attempt may be shown.</returns>
    public static async Task<bool> SucceedAsync(DbSession session, Lease lease) =>
        await session.ExecuteAsync(
            $"""
            update editing_tasks set
                status = 'SUCCEED', ended_ms = {session.Dialect.NowMs}, progress = 100, phase = null,
                lease_owner = null, lease_end_ms = null, failure_code = null, failure_message = null
            where {Mine}
            """,
            Arguments(lease)
        ) == 1;

    /// <summary>Called by the worker for what another attempt would not mend; the output is withdrawn in the same transaction.</summary>
    /// <returns>False where the lease is lost.</returns>
    public static async Task<bool> FailAsync(DbSession session, Lease lease, EditingTaskFailure failure) =>
        await session.ExecuteAsync(
            $"""
            update editing_tasks set
                status = 'FAILED', ended_ms = {session.Dialect.NowMs}, phase = null,
                lease_owner = null, lease_end_ms = null, failure_code = @code, failure_message = @message
            where {Mine}
            """,
            new
            {
                project = lease.ProjectId.Value,
                task = lease.TaskId.Value,
                attempt = (long)lease.Attempt,
                owner = lease.Owner,
                code = failure.Code,
                message = failure.Message,
            }
        ) == 1;

    /// <summary>
    /// Called by the sweeper: tasks whose lease passed with no attempt left (I6). editing_tasks_running; claims need an attempt left,
    /// so the two never want the same row. Outputs are withdrawn in the same transaction.
    /// </summary>
    public static async Task<IReadOnlyList<EndedTask>> FailExhaustedAsync(
        DbSession session,
        EditingTaskFailure failure
    ) =>
        [
            .. (
                await session.ListAsync<EndedRow>(
                    $"""
                    update editing_tasks set
                        status = 'FAILED', ended_ms = {session.Dialect.NowMs}, phase = null,
                        lease_owner = null, lease_end_ms = null,
                        failure_code = coalesce(failure_code, @code), failure_message = coalesce(failure_message, @message)
                    where status = 'PROCESSING' and attempts_left = 0 and lease_end_ms <= {session.Dialect.NowMs}
                    returning project_id, task_id, asset_id, failure_code, failure_message
                    """,
                    new { code = failure.Code, message = failure.Message }
                )
            ).Select(row => new EndedTask(
                new(row.ProjectId),
                new(row.TaskId),
                new(row.AssetId),
                new(row.FailureCode, row.FailureMessage)
            )),
        ];

    /// <summary>Called by the sweep of folders; primary key. True while the task is in this very attempt, held or lost.</summary>
    public static async Task<bool> IsCurrentAsync(DbSession session, ProjectId project, TaskId task, int attempt) =>
        await session.SingleAsync<long>(
            """
            select count(*) from editing_tasks
            where project_id = @project and task_id = @task and status = 'PROCESSING' and attempt = @attempt
            """,
            new
            {
                project = project.Value,
                task = task.Value,
                attempt = (long)attempt,
            }
        ) == 1;

    /// <summary>editing_tasks_running, as long as the worker slots are many. The inner select is re-checked by the guard outside.</summary>
    private static Task<Lease?> TakeOverAsync(DbSession session, string owner, TimeSpan length) =>
        TakeAsync(
            session,
            owner,
            length,
            guard: $"status = 'PROCESSING' and attempts_left > 0 and lease_end_ms <= {session.Dialect.NowMs}",
            order: "lease_end_ms, project_id, task_id"
        );

    /// <summary>The first entry of editing_tasks_waiting that no other claimer holds.</summary>
    private static Task<Lease?> ClaimWaitingAsync(DbSession session, string owner, TimeSpan length) =>
        TakeAsync(session, owner, length, guard: "status = 'WAITING'", order: "created_ms, project_id, task_id");

    private static async Task<Lease?> TakeAsync(
        DbSession session,
        string owner,
        TimeSpan length,
        string guard,
        string order
    ) =>
        (
            await session.SingleAsync<ClaimRow>(
                $"""
                update editing_tasks set
                    status = 'PROCESSING', attempt = attempt + 1, attempts_left = attempts_left - 1,
                    started_ms = {session.Dialect.NowMs},
                    lease_owner = @owner, lease_end_ms = {session.Dialect.NowMs} + @length
                where (project_id, task_id) = (
                        select project_id, task_id from editing_tasks where {guard}
                        order by {order} limit 1 {session.Dialect.SkipLocked})
                    and {guard}
                returning project_id, task_id, asset_id, attempt, attempts_left
                """,
                new { owner, length = (long)length.TotalMilliseconds }
            )
        )?.ToLease(owner);

    private static object Arguments(Lease lease) =>
        new
        {
            project = lease.ProjectId.Value,
            task = lease.TaskId.Value,
            attempt = (long)lease.Attempt,
            owner = lease.Owner,
        };

    private sealed record EndedRow(
        string ProjectId,
        string TaskId,
        string AssetId,
        string FailureCode,
        string FailureMessage
    );

    private sealed record ClaimRow
    {
        public required string ProjectId { get; init; }
        public required string TaskId { get; init; }
        public required string AssetId { get; init; }
        public long Attempt { get; init; }
        public long AttemptsLeft { get; init; }

        public Lease ToLease(string owner) =>
            new(new(ProjectId), new(TaskId), new(AssetId), (int)Attempt, owner, (int)AttemptsLeft);
    }
}

/// <summary>A task that ended without its worker, and the output to withdraw.</summary>
/// <param name="Failure">What its last living worker said; the sweeper's words where none said anything.</param>
internal sealed record EndedTask(ProjectId ProjectId, TaskId TaskId, AssetId AssetId, EditingTaskFailure Failure);
