using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>How a project's queue is worked off.</summary>
internal sealed record QueueSettings
{
    public const long MostWeight = 1000;

    /// <summary>Share of the workers beside other projects'; 1 to <see cref="MostWeight"/>.</summary>
    public long Weight { get; init; } = 1;

    /// <summary>Nothing of the project is claimed; what runs goes on.</summary>
    public bool IsPaused { get; init; }

    /// <summary>How many of its tasks may run at a time; null for any number.</summary>
    public long? RunningLimit { get; init; }

    /// <summary>Called by the list of tasks; primary key. The defaults where the project never had a task.</summary>
    public static async Task<QueueSettings> FindAsync(DbSession session, ProjectId project) =>
        (
            await session.SingleAsync<Row>(
                "select project_id, weight, paused, running_limit from editing_queues where project_id = @project",
                new { project = project.Value }
            )
        )?.ToSettings() ?? new QueueSettings();

    /// <summary>
    /// Called by the operator's verbs. Waits for claims that are under way, so that once the change is answered every later claim goes by it.
    /// </summary>
    public static async Task<QueueSettings> ChangeAsync(
        DbSession session,
        ProjectId project,
        Func<QueueSettings, QueueSettings> change
    )
    {
        await session.ExecuteAsync(
            "insert into editing_queues (project_id) values (@project) on conflict (project_id) do nothing",
            new { project = project.Value }
        );
        await session.SingleAsync<string>(
            $"select project_id from editing_queues where project_id = @project {session.Dialect.ForChange}",
            new { project = project.Value }
        );
        var changed = change(await FindAsync(session, project));
        await session.ExecuteAsync(
            "update editing_queues set weight = @weight, paused = @paused, running_limit = @limit where project_id = @project",
            new
            {
                project = project.Value,
                weight = changed.Weight,
                paused = changed.IsPaused ? 1L : 0L,
                limit = changed.RunningLimit,
            }
        );
        return changed;
    }

    /// <summary>Called by the operator's list: every project that ever had a task, with what waits and runs. Counts, so not for a loop.</summary>
    public static async Task<IReadOnlyList<QueueState>> ListAsync(DbSession session) =>
        [
            .. (
                await session.ListAsync<Row>(
                    """
                    select project_id, weight, paused, running_limit,
                        (select count(*) from editing_task_queue w where w.project_id = s.project_id) as waiting,
                        (select count(*) from editing_task_leases r where r.project_id = s.project_id) as running
                    from editing_queues s order by project_id
                    """
                )
            ).Select(row => new QueueState(new(row.ProjectId), row.ToSettings(), row.Waiting, row.Running)),
        ];

    private sealed record Row
    {
        public required string ProjectId { get; init; }
        public long Weight { get; init; }
        public long Paused { get; init; }
        public long? RunningLimit { get; init; }
        public long Waiting { get; init; }
        public long Running { get; init; }

        public QueueSettings ToSettings() =>
            new()
            {
                Weight = Weight,
                IsPaused = Paused == 1,
                RunningLimit = RunningLimit,
            };
    }
}

/// <summary>A project's queue as an operator sees it.</summary>
internal sealed record QueueState(ProjectId ProjectId, QueueSettings Settings, long Waiting, long Running);
