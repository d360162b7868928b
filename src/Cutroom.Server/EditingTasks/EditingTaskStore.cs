using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>
/// What happens to a task from create to its end, each step one conditional statement: the row's own guard decides, so that of two
/// writers exactly one succeeds, on either engine. Nothing is read, decided here and written back.
/// </summary>
/// <remarks>Steps of a worker are in <see cref="LeaseStore"/>; texts in <see cref="EditingTaskDocuments"/>.</remarks>
internal static class EditingTaskStore
{
    private const string Columns = """
        task_id, asset_id, status, created_ms, started_ms, ended_ms, progress, phase, attempt, failure_code, failure_message,
        version, held, rank
        """;

    /// <summary>Called by create, which also reserves the outputs in the same transaction. Insert only.</summary>
    /// <param name="turns">Of all their projects.</param>
    /// <returns>In the order asked for.</returns>
    public static async Task<IReadOnlyList<EditingTask>> CreateAsync(
        DbSession session,
        IReadOnlyList<NewTask> wanted,
        ProjectTurns turns
    )
    {
        var created = wanted.Select(turns.Place).ToList();
        await session.ExecuteLaterAsync(
            $"""
            insert into editing_tasks
                (project_id, task_id, number, asset_id, status, created_ms, progress, attempt, attempts_left, rank, media_ms, held,
                slots, memory_mib, disk_mib)
            select value ->> 'project', value ->> 'task', cast(value ->> 'number' as bigint), value ->> 'asset', 'WAITING',
                cast(value ->> 'created' as bigint), 0, 0, cast(value ->> 'attempts' as bigint),
                cast(value ->> 'rank' as bigint), cast(value ->> 'media' as bigint), cast(value ->> 'held' as bigint),
                cast(value ->> 'slots' as bigint), cast(value ->> 'memory' as bigint), cast(value ->> 'disk' as bigint)
            from {session.Dialect.Elements("@rows")}
            """,
            new
            {
                rows = JsonRows.Of(
                    created.Select(one => new
                    {
                        project = one.New.Project.Value,
                        task = one.Entry.TaskId.Value,
                        number = one.Entry.Number,
                        asset = one.New.Output.Value,
                        created = one.CreatedMs,
                        attempts = one.New.Attempts,
                        rank = one.Entry.Rank,
                        media = one.Entry.MediaMs,
                        held = one.New.IsHeld ? 1 : 0,
                        slots = one.Entry.Needs.Slots,
                        memory = one.Entry.Needs.MemoryMib,
                        disk = one.Entry.Needs.DiskMib,
                    })
                ),
            }
        );
        await QueueStore.AddAsync(
            session,
            created.Where(one => !one.New.IsHeld).Select(one => (one.New.Project, one.Entry))
        );
        return [.. created.Select(one => one.ToTask())];
    }

    /// <summary>Called by the cancel call; primary key. The only way out of WAITING besides a claim, and as atomic (I2).</summary>
    /// <param name="wanted">Of a task named twice, the first call cancels it.</param>
    /// <returns>What was cancelled, each with the output to withdraw; the others were not waiting, not of that version, or are not there.</returns>
    public static async Task<IReadOnlyList<CancelledTask>> CancelAsync(
        DbSession session,
        IReadOnlyList<CancelWish> wanted
    )
    {
        var rows = await session.ListAsync<CancelledRow>(
            $"""
            update editing_tasks set status = 'CANCEL', ended_ms = {session.Dialect.NowMs}, version = version + 1
            from (
                select value ->> 'project' as wanted_project, value ->> 'task' as wanted_task,
                    cast(value ->> 'version' as bigint) as wanted_version
                from {session.Dialect.Elements("@rows")}) wishes
            where project_id = wanted_project and task_id = wanted_task and status = 'WAITING'
                and (wanted_version is null or version = wanted_version)
            returning project_id, task_id, asset_id, rank, number
            """,
            new
            {
                rows = JsonRows.Of(
                    wanted
                        // In one order, so that two such statements never wait for each other in a ring.
                        .OrderBy(wish => (wish.Project.Value, wish.Task.Value))
                        .Select(wish => new
                        {
                            project = wish.Project.Value,
                            task = wish.Task.Value,
                            version = wish.IfVersion,
                        })
                ),
            }
        );
        if (rows.Count > 0)
            await QueueStore.RemoveAsync(
                session,
                rows.Select(row => (new ProjectId(row.ProjectId), row.Rank, row.Number))
            );
        return [.. rows.Select(row => new CancelledTask(new(row.ProjectId), new(row.TaskId), new(row.AssetId)))];
    }

    /// <summary>Called by the release call: a held task waits for a worker from now on, at the place it was created in.</summary>
    /// <returns>Its output; null where it is not there, or not held.</returns>
    public static async Task<AssetId?> ReleaseAsync(DbSession session, ProjectId project, TaskId task)
    {
        var released = await session.SingleAsync<ReleasedRow>(
            """
            update editing_tasks set held = 0, version = version + 1
            where project_id = @project and task_id = @task and status = 'WAITING' and held = 1
            returning asset_id, rank, number, media_ms, slots, memory_mib, disk_mib
            """,
            new { project = project.Value, task = task.Value }
        );
        if (released is null)
            return null;
        await QueueStore.AddAsync(session, [(project, released.ToEntry(task))]);
        return new AssetId(released.AssetId);
    }

    /// <summary>Primary key. Null for an unknown task and for another project's alike (I15).</summary>
    public static async Task<EditingTask?> FindAsync(DbSession session, ProjectId project, TaskId task) =>
        (
            await session.SingleAsync<Row>(
                $"select {Columns} from editing_tasks where project_id = @project and task_id = @task",
                new { project = project.Value, task = task.Value }
            )
        )?.ToTask();

    /// <summary>Called by cancels that changed nothing; primary key.</summary>
    public static async Task<IReadOnlyDictionary<(ProjectId Project, TaskId Task), EditingTask>> FindAsync(
        DbSession session,
        IReadOnlyList<(ProjectId Project, TaskId Task)> keys
    )
    {
        var rows =
            keys.Count == 0
                ? []
                : await session.ListAsync<Row>(
                    $"""
                    select project_id, {Columns} from editing_tasks
                    where (project_id, task_id) in (
                        select value ->> 'project', value ->> 'task' from {session.Dialect.Elements("@rows")})
                    """,
                    new
                    {
                        rows = JsonRows.Of(
                            keys.Select(key => new { project = key.Project.Value, task = key.Task.Value })
                        ),
                    }
                );
        return rows.ToDictionary(
            row => (new ProjectId(row.ProjectId ?? ""), new TaskId(row.TaskId)),
            row => row.ToTask()
        );
    }

    /// <summary>How many tasks the project has: the number of the newest, for none is ever removed. editing_tasks_by_number.</summary>
    public static Task<long> CountAsync(DbSession session, ProjectId project) =>
        session.SingleAsync<long>(
            "select coalesce((select max(number) from editing_tasks where project_id = @project), 0)",
            new { project = project.Value }
        );

    /// <summary>
    /// Newest first, from the task numbered <paramref name="from"/> downwards; reads only the page's rows of
    /// editing_tasks_by_number, whatever the offset.
    /// </summary>
    public static async Task<IReadOnlyList<EditingTask>> ListAsync(
        DbSession session,
        ProjectId project,
        long from,
        int limit
    ) =>
        [
            .. (
                await session.ListAsync<Row>(
                    $"""
                    select {Columns} from editing_tasks
                    where project_id = @project and number <= @from
                    order by number desc
                    limit @limit
                    """,
                    new
                    {
                        project = project.Value,
                        from,
                        limit,
                    }
                )
            ).Select(row => row.ToTask()),
        ];

    /// <summary>
    /// Creates of one project stand in one order until their commit, even on many nodes. The newest task says where the next one goes: a
    /// counter would be one more row that changes with every create.
    /// </summary>
    public static async Task<ProjectTurns> TakeTurnsAsync(DbSession session, IEnumerable<ProjectId> projects)
    {
        // In one order, so that two creates never wait for each other in a ring.
        var keys = projects.Select(project => project.Value).Distinct().Order(StringComparer.Ordinal);
        var arguments = new { rows = JsonRows.Of(keys.Select(project => new { project })) };
        var wanted = $"select value ->> 'project' from {session.Dialect.Elements("@rows")}";
        await session.ExecuteLaterAsync(
            $"insert into editing_queues (project_id) {wanted} where true on conflict (project_id) do nothing",
            arguments
        );
        await session.ExecuteLaterAsync(
            $"select project_id from editing_queues where project_id in ({wanted}) order by project_id {session.Dialect.InTurn}",
            arguments
        );
        var rows = await session.ListAsync<NewestRow>(
            $"""
            select q.project_id, {session.Dialect.NowMs} as now_ms,
                (select t.number from editing_tasks t where t.project_id = q.project_id order by t.number desc limit 1) as number,
                (select t.created_ms from editing_tasks t where t.project_id = q.project_id order by t.number desc limit 1)
                    as created_ms
            from editing_queues q where q.project_id in ({wanted})
            """,
            arguments
        );
        return new(
            rows.ToDictionary(
                row => new ProjectId(row.ProjectId),
                row => new NextPlace((row.Number ?? 0) + 1, Math.Max(row.NowMs, (row.CreatedMs ?? 0) + 1))
            )
        );
    }

    private sealed record CancelledRow(string ProjectId, string TaskId, string AssetId, long Rank, long Number);

    private sealed record ReleasedRow(
        string AssetId,
        long Rank,
        long Number,
        long MediaMs,
        long Slots,
        long MemoryMib,
        long DiskMib
    )
    {
        public QueueEntry ToEntry(TaskId task) => new(task, Rank, Number, MediaMs, new(Slots, MemoryMib, DiskMib));
    }

    private sealed record NewestRow
    {
        public required string ProjectId { get; init; }
        public long NowMs { get; init; }
        public long? Number { get; init; }
        public long? CreatedMs { get; init; }
    }

    /// <summary>As the columns are. Properties, not a constructor: SQLite does not tell the type of a null.</summary>
    private sealed record Row
    {
        /// <summary>Null where the statement did not ask for it.</summary>
        public string? ProjectId { get; init; }
        public required string TaskId { get; init; }
        public required string AssetId { get; init; }
        public required string Status { get; init; }
        public long CreatedMs { get; init; }
        public long? StartedMs { get; init; }
        public long? EndedMs { get; init; }
        public long Progress { get; init; }
        public string? Phase { get; init; }
        public long Attempt { get; init; }
        public string? FailureCode { get; init; }
        public string? FailureMessage { get; init; }
        public long Version { get; init; }
        public long Held { get; init; }
        public long Rank { get; init; }

        public EditingTask ToTask() =>
            new()
            {
                TaskId = new(TaskId),
                AssetId = new(AssetId),
                Status = EditingTaskStatus.OfWire(Status),
                CreatedMs = CreatedMs,
                StartedMs = StartedMs,
                EndedMs = EndedMs,
                Progress = (int)Progress,
                Phase = Phase,
                Attempt = (int)Attempt,
                FailureCode = FailureCode,
                FailureMessage = FailureMessage,
                Version = Version,
                IsHeld = Held == 1,
                Priority = NewTask.PriorityOf(Rank),
            };
    }
}
