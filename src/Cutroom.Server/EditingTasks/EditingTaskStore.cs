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
        task_id, asset_id, status, created_ms, started_ms, ended_ms, progress, phase, attempt, failure_code, failure_message
        """;

    /// <summary>Called by create, which also reserves the output in the same transaction.</summary>
    /// <param name="attempts">How often the task may be claimed.</param>
    public static async Task<EditingTask> CreateAsync(
        DbSession session,
        ProjectId project,
        AssetId output,
        int attempts
    )
    {
        var place = await TakePlaceAsync(session, project);
        // Carries the instant of the place, so that ids, numbers and times of a project have one order.
        var id = Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(place.NewestMs)).ToString("n");
        // Insert only. The number is unique because the row of the counts is ours until the commit.
        await session.ExecuteAsync(
            """
            insert into editing_tasks
                (project_id, task_id, number, asset_id, status, created_ms, progress, attempt, attempts_left)
            values (@project, @task, @number, @asset, 'WAITING', @created, 0, 0, @attempts)
            """,
            new
            {
                project = project.Value,
                task = id,
                number = place.Total,
                asset = output.Value,
                created = place.NewestMs,
                attempts = (long)attempts,
            }
        );
        return new EditingTask
        {
            TaskId = new(id),
            AssetId = output,
            Status = EditingTaskStatus.Waiting,
            CreatedMs = place.NewestMs,
        };
    }

    /// <summary>Called by the cancel call; primary key. The only way out of WAITING besides a claim, and as atomic (I2).</summary>
    /// <returns>The output asset to withdraw; null where the task was not waiting, or is not there.</returns>
    public static async Task<AssetId?> CancelAsync(DbSession session, ProjectId project, TaskId task) =>
        await session.SingleAsync<string>(
            $"""
            update editing_tasks set status = 'CANCEL', ended_ms = {session.Dialect.NowMs}
            where project_id = @project and task_id = @task and status = 'WAITING'
            returning asset_id
            """,
            new { project = project.Value, task = task.Value }
        )
            is { } asset
            ? new AssetId(asset)
            : null;

    /// <summary>Primary key. Null for an unknown task and for another project's alike (I15).</summary>
    public static async Task<EditingTask?> FindAsync(DbSession session, ProjectId project, TaskId task) =>
        (
            await session.SingleAsync<Row>(
                $"select {Columns} from editing_tasks where project_id = @project and task_id = @task",
                new { project = project.Value, task = task.Value }
            )
        )?.ToTask();

    /// <summary>How many tasks the project has; primary key of the maintained counts.</summary>
    public static Task<long> CountAsync(DbSession session, ProjectId project) =>
        session.SingleAsync<long>(
            "select total from editing_task_counts where project_id = @project",
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

    /// <summary>One row per project, locked until the commit: creates of one project stand in one order, even on many nodes.</summary>
    private static async Task<Place> TakePlaceAsync(DbSession session, ProjectId project) =>
        await session.SingleAsync<Place>(
            $"""
            insert into editing_task_counts (project_id, total, newest_ms) values (@project, 1, {session.Dialect.NowMs})
            on conflict (project_id) do update set
                total = editing_task_counts.total + 1,
                newest_ms = case
                    when editing_task_counts.newest_ms >= excluded.newest_ms then editing_task_counts.newest_ms + 1
                    else excluded.newest_ms end
            returning total, newest_ms
            """,
            new { project = project.Value }
        ) ?? throw new System.Diagnostics.UnreachableException("An upsert returns its row.");

    private sealed record Place
    {
        public long Total { get; init; }

        public long NewestMs { get; init; }
    }

    /// <summary>As the columns are. Properties, not a constructor: SQLite does not tell the type of a null.</summary>
    private sealed record Row
    {
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
            };
    }
}
