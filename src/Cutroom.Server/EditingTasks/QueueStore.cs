using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>
/// What waits for a worker, apart from what is kept. An entry is a hint: whoever takes one must still win its task, in the same
/// transaction (<see cref="LeaseStore.StartAsync"/>). Pause and limit are guards of the statements here.
/// </summary>
internal static class QueueStore
{
    private const string EntryColumns = "rank, number, task_id, media_ms, slots, memory_mib, disk_mib";

    /// <summary>Called with new and with released tasks, in the transaction that makes them claimable. Insert only.</summary>
    public static Task AddAsync(DbSession session, IEnumerable<(ProjectId Project, QueueEntry Entry)> waiting) =>
        session.ExecuteLaterAsync(
            $"""
            insert into editing_task_queue (project_id, rank, number, task_id, media_ms, slots, memory_mib, disk_mib)
            select value ->> 'project', cast(value ->> 'rank' as bigint), cast(value ->> 'number' as bigint),
                value ->> 'task', cast(value ->> 'media' as bigint), cast(value ->> 'slots' as bigint),
                cast(value ->> 'memory' as bigint), cast(value ->> 'disk' as bigint)
            from {session.Dialect.Elements("@rows")}
            """,
            new
            {
                rows = JsonRows.Of(
                    waiting.Select(one => new
                    {
                        project = one.Project.Value,
                        rank = one.Entry.Rank,
                        number = one.Entry.Number,
                        task = one.Entry.TaskId.Value,
                        media = one.Entry.MediaMs,
                        slots = one.Entry.Needs.Slots,
                        memory = one.Entry.Needs.MemoryMib,
                        disk = one.Entry.Needs.DiskMib,
                    })
                ),
            }
        );

    /// <summary>
    /// Called with cancelled tasks, after their rows were changed; primary key. An entry that a claim holds is left to it: waiting here for
    /// who waits for the task's row would be a deadlock, and the claim finds the task cancelled.
    /// </summary>
    public static Task RemoveAsync(
        DbSession session,
        IEnumerable<(ProjectId Project, long Rank, long Number)> entries
    ) =>
        session.ExecuteLaterAsync(
            $"""
            with gone as materialized (
                select q.project_id, q.rank, q.number from (
                    select value ->> 'project' as project, cast(value ->> 'rank' as bigint) as entry_rank,
                        cast(value ->> 'number' as bigint) as entry_number
                    from {session.Dialect.Elements("@rows")}) entries
                join editing_task_queue q
                    on q.project_id = entries.project and q.rank = entry_rank and q.number = entry_number
                {session.Dialect.SkipLocked})
            delete from editing_task_queue where (project_id, rank, number) in (select project_id, rank, number from gone)
            """,
            new
            {
                rows = JsonRows.Of(
                    entries.Select(entry => new
                    {
                        project = entry.Project.Value,
                        rank = entry.Rank,
                        number = entry.Number,
                    })
                ),
            }
        );

    /// <summary>
    /// Called by claims now and then: the projects that have something to claim. One step on the primary key for each, whatever waits
    /// behind it.
    /// </summary>
    /// <param name="most">How many projects to look at.</param>
    public static async Task<IReadOnlyList<WaitingProject>> LookAsync(DbSession session, int most = int.MaxValue) =>
        [
            .. (
                await session.ListAsync<ProjectRow>(
                    """
                    with recursive waiting (project_id, step) as (
                        select min(project_id), 1 from editing_task_queue
                        union all
                        select (select min(q.project_id) from editing_task_queue q where q.project_id > waiting.project_id), step + 1
                        from waiting where waiting.project_id is not null and step < @most)
                    select s.project_id, s.weight, s.running_limit from waiting
                    join editing_queues s on s.project_id = waiting.project_id
                    where s.paused = 0
                    """,
                    new { most }
                )
            ).Select(row => new WaitingProject(new(row.ProjectId), row.Weight, row.RunningLimit)),
        ];

    /// <summary>
    /// Called by claims: takes the first entries of a project behind <paramref name="from"/> that no other claimer holds, as far as all of
    /// them fit. A pause or another limit, once it is answered, holds for every later take: the row of the project's settings is kept unchanged
    /// until the commit.
    /// </summary>
    /// <param name="before">How many of the project the same claim took already.</param>
    /// <returns>Whether it could have been more besides: the project has no other, or the next does not fit.</returns>
    public static async Task<(IReadOnlyList<QueueEntry> Taken, bool IsShort)> TakeAsync(
        DbSession session,
        WaitingProject project,
        QueuePlace from,
        int before,
        int count,
        WorkerRoom room
    )
    {
        var allowed = project.RunningLimit is { } limit
            ? Math.Min(count, limit - before - await CountRunningInTurnAsync(session, project.ProjectId))
            : count;
        if (allowed <= 0)
            return ([], false);
        var taken = await session.ListAsync<EntryRow>(
            $"""
            with open_queue as materialized (
                select project_id from editing_queues
                where project_id = @project and paused = 0
                    and (running_limit = @limit or (running_limit is null and @limit is null))
                {session.Dialect.Unchanged}),
            picked as materialized (
                select rank, number, slots, memory_mib, disk_mib from editing_task_queue
                where project_id = (select project_id from open_queue) and (rank, number) > (@rank, @number)
                order by rank, number limit @allowed
                {session.Dialect.SkipLocked}),
            -- Each entry with all before it.
            sums as (
                select rank, number, sum(disk_mib) over upto as disk,
                    sum(case when slots > @slots then @slots else slots end) over upto as slots,
                    sum(case when memory_mib > @memory then @memory else memory_mib end) over upto as memory
                from picked window upto as (order by rank, number))
            delete from editing_task_queue
            where project_id = @project and (rank, number) in (
                select rank, number from sums where slots <= @slotsLeft and memory <= @memoryLeft and disk <= @diskLeft)
            returning {EntryColumns}
            """,
            new
            {
                project = project.ProjectId.Value,
                limit = project.RunningLimit,
                rank = from.Rank,
                number = from.Number,
                allowed,
                slots = room.Whole.Slots,
                memory = room.Whole.MemoryMib,
                slotsLeft = room.Left.Slots,
                memoryLeft = room.Left.MemoryMib,
                diskLeft = room.Left.DiskMib,
            }
        );
        return ([.. taken.Select(row => row.ToEntry()).OrderBy(entry => entry.Place)], taken.Count < allowed);
    }

    /// <summary>How many of the project's tasks are PROCESSING; primary key of editing_task_leases.</summary>
    public static Task<long> CountRunningAsync(DbSession session, ProjectId project) =>
        session.SingleAsync<long>(
            "select count(*) from editing_task_leases where project_id = @project",
            new { project = project.Value }
        );

    /// <summary>Called by list: what the project's running tasks have still to render; primary keys.</summary>
    public static Task<long> RunningMediaAsync(DbSession session, ProjectId project) =>
        session.SingleAsync<long>(
            """
            select cast(coalesce(sum((
                select t.media_ms * (100 - t.progress) / 100 from editing_tasks t
                where t.project_id = l.project_id and t.task_id = l.task_id)), 0) as bigint)
            from editing_task_leases l where l.project_id = @project
            """,
            new { project = project.Value }
        );

    /// <summary>Called by list, and by claims that took less than they could; primary key.</summary>
    /// <returns>The project's next tasks in their order.</returns>
    public static async Task<IReadOnlyList<QueueEntry>> FirstAsync(DbSession session, ProjectId project, int count) =>
        [
            .. (
                await session.ListAsync<EntryRow>(
                    $"""
                    select {EntryColumns} from editing_task_queue
                    where project_id = @project order by rank, number limit @count
                    """,
                    new { project = project.Value, count }
                )
            ).Select(row => row.ToEntry()),
        ];

    /// <summary>Claims of a project with a limit take turns until their commit, so that no two of them count the same.</summary>
    private static async Task<long> CountRunningInTurnAsync(DbSession session, ProjectId project)
    {
        var arguments = new { project = project.Value };
        await session.SingleAsync<string>(
            $"select project_id from editing_queues where project_id = @project {session.Dialect.InTurn}",
            arguments
        );
        return await CountRunningAsync(session, project);
    }

    private sealed record ProjectRow
    {
        public required string ProjectId { get; init; }
        public long Weight { get; init; }
        public long? RunningLimit { get; init; }
    }

    private sealed record EntryRow(
        long Rank,
        long Number,
        string TaskId,
        long MediaMs,
        long Slots,
        long MemoryMib,
        long DiskMib
    )
    {
        public QueueEntry ToEntry() => new(new(TaskId), Rank, Number, MediaMs, new(Slots, MemoryMib, DiskMib));
    }
}
