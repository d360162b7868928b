using Cutroom.Rendering.Planning;
using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>
/// The steps of a task while workers hold it. Leases are judged by the database's clock alone; every step of a worker carries its
/// attempt number, so a worker that lost its lease changes nothing (I4).
/// </summary>
internal static partial class LeaseStore
{
    /// <summary>Of <see cref="Lease"/>; primary key.</summary>
    private const string Mine = """
        project_id = @project and task_id = @task and status = 'PROCESSING' and attempt = @attempt and lease_owner = @owner
        """;

    /// <summary>One claim by itself, which remembers nothing; workers claim by <see cref="ClaimTurns"/>.</summary>
    /// <returns>Null where there is nothing to do.</returns>
    public static async Task<Lease?> ClaimAsync(DbSession session, string owner, TimeSpan length) =>
        (
            await new ClaimTurns(TimeProvider.System).ClaimAsync(session, owner, length, ClaimRoom.ForAny(1))
        ).SingleOrDefault();

    /// <summary>
    /// Called by claims with entries taken from the queue in the same transaction; primary key. The guard decides: a task that was
    /// cancelled since is left out, and only its entry is gone.
    /// </summary>
    /// <returns>In the order of the entries.</returns>
    public static async Task<IReadOnlyList<Lease>> StartAsync(
        DbSession session,
        IReadOnlyList<(ProjectId Project, QueueEntry Entry)> taken,
        string owner,
        TimeSpan length
    )
    {
        var leases = await LeaseAsync(
            session,
            // In the order of cancels, so that a claim of many and a cancel of many never wait for each other in a ring.
            taken.Select(one => (one.Project, one.Entry.TaskId)).OrderBy(one => (one.Project.Value, one.TaskId.Value)),
            "status = 'WAITING'",
            owner,
            length
        );
        await session.ExecuteLaterAsync(
            $"""
            insert into editing_task_leases (project_id, task_id)
            select value ->> 'project', value ->> 'task' from {session.Dialect.Elements("@rows")}
            """,
            new { rows = Keys(leases.Select(lease => (lease.ProjectId, lease.TaskId))) }
        );
        var order = taken.Index().ToDictionary(one => (one.Item.Project, one.Item.Entry.TaskId), one => one.Index);
        return [.. leases.OrderBy(lease => order[(lease.ProjectId, lease.TaskId)])];
    }

    /// <summary>
    /// Called by claims: tasks whose lease has passed, while attempts are left, longest lost first; kept from others until the commit.
    /// editing_task_leases, as long as the worker slots are many, then the primary key: a select inside the select, so that no planner
    /// begins with the tasks. The guard is repeated outside.
    /// </summary>
    /// <param name="diskMib">None that needs more.</param>
    public static async Task<IReadOnlyList<LostTask>> FindLostAsync(DbSession session, long diskMib, int count)
    {
        var isLost = $"{IsLost(session)} and disk_mib <= @diskMib";
        var rows = await session.ListAsync<LostRow>(
            $"""
            with held as materialized (
                select l.project_id, l.task_id, (
                    select t.lease_end_ms from editing_tasks t
                    where t.project_id = l.project_id and t.task_id = l.task_id and {isLost}) as lost_ms
                from editing_task_leases l)
            select project_id, task_id, slots, memory_mib, disk_mib from editing_tasks
            where (project_id, task_id) in (
                    select project_id, task_id from held where lost_ms is not null
                    order by lost_ms, project_id, task_id limit @count)
                and {isLost}
            order by lease_end_ms, project_id, task_id
            {session.Dialect.SkipLocked}
            """,
            new { diskMib, count }
        );
        return [.. rows.Select(row => row.ToTask())];
    }

    /// <summary>Called by claims with what they found lost in the same transaction; primary key. The guard decides.</summary>
    public static Task<IReadOnlyList<Lease>> TakeOverAsync(
        DbSession session,
        IEnumerable<LostTask> lost,
        string owner,
        TimeSpan length
    ) => LeaseAsync(session, lost.Select(task => (task.ProjectId, task.TaskId)), IsLost(session), owner, length);

    private static async Task<IReadOnlyList<Lease>> LeaseAsync(
        DbSession session,
        IEnumerable<(ProjectId Project, TaskId Task)> tasks,
        string guard,
        string owner,
        TimeSpan length
    )
    {
        var rows = await session.ListAsync<ClaimRow>(
            $"""
            update editing_tasks set
                status = 'PROCESSING', attempt = attempt + 1, attempts_left = attempts_left - 1, version = version + 1,
                started_ms = {session.Dialect.NowMs}, lease_owner = @owner, lease_end_ms = {session.Dialect.NowMs} + @length
            from (
                select value ->> 'project' as wanted_project, value ->> 'task' as wanted_task
                from {session.Dialect.Elements("@rows")}) wanted
            where project_id = wanted_project and task_id = wanted_task and {guard}
            returning project_id, task_id, asset_id, attempt, attempts_left, slots, memory_mib, disk_mib
            """,
            new
            {
                owner,
                length = (long)length.TotalMilliseconds,
                rows = Keys(tasks),
            }
        );
        return [.. rows.Select(row => row.ToLease(owner))];
    }

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
                lease_owner = null, lease_end_ms = {session.Dialect.NowMs}, attempts_left = attempts_left + 1,
                version = version + 1
            where {Mine}
            """,
            Arguments(lease)
        ) == 1;

    /// <summary>
    /// Called by the operator: the lease ends now, whoever holds it, and the claim is not counted against the task. The holder's next step is
    /// refused.
    /// </summary>
    /// <returns>False where the task is not PROCESSING.</returns>
    public static async Task<bool> ReclaimAsync(DbSession session, ProjectId project, TaskId task) =>
        await session.ExecuteAsync(
            $"""
            update editing_tasks set
                attempts_left = attempts_left + case when lease_owner is null then 0 else 1 end,
                lease_owner = null, lease_end_ms = {session.Dialect.NowMs}, version = version + 1
            where project_id = @project and task_id = @task and status = 'PROCESSING'
            """,
            new { project = project.Value, task = task.Value }
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
                lease_owner = null, lease_end_ms = {session.Dialect.NowMs} + @backOff, version = version + 1,
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

    private static string IsLost(DbSession session) =>
        $"status = 'PROCESSING' and attempts_left > 0 and lease_end_ms <= {session.Dialect.NowMs}";

    private static string Keys(IEnumerable<(ProjectId Project, TaskId Task)> tasks) =>
        JsonRows.Of(tasks.Select(one => new { project = one.Project.Value, task = one.Task.Value }));

    private static object Arguments(Lease lease) =>
        new
        {
            project = lease.ProjectId.Value,
            task = lease.TaskId.Value,
            attempt = (long)lease.Attempt,
            owner = lease.Owner,
        };

    private sealed record ClaimRow
    {
        public required string ProjectId { get; init; }
        public required string TaskId { get; init; }
        public required string AssetId { get; init; }
        public long Attempt { get; init; }
        public long AttemptsLeft { get; init; }
        public long Slots { get; init; }
        public long MemoryMib { get; init; }
        public long DiskMib { get; init; }

        public Lease ToLease(string owner) =>
            new(new(ProjectId), new(TaskId), new(AssetId), (int)Attempt, owner, (int)AttemptsLeft)
            {
                Needs = new(Slots, MemoryMib, DiskMib),
            };
    }

    private sealed record LostRow(string ProjectId, string TaskId, long Slots, long MemoryMib, long DiskMib)
    {
        public LostTask ToTask() => new(new(ProjectId), new(TaskId), new(Slots, MemoryMib, DiskMib));
    }
}

/// <summary>A task whose worker was lost, and what it takes of another.</summary>
internal sealed record LostTask(ProjectId ProjectId, TaskId TaskId, RenderNeeds Needs);
