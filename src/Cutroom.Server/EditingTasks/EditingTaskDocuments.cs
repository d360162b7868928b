using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>The texts beside a task's narrow row, and its frozen inputs. Rows are added, never moved to another task.</summary>
internal static class EditingTaskDocuments
{
    /// <summary>Called by create. Insert only.</summary>
    public static async Task AddAsync(DbSession session, IReadOnlyList<NewDocuments> documents)
    {
        await session.ExecuteLaterAsync(
            $"""
            insert into editing_task_documents (project_id, task_id, request, timeline)
            select value ->> 'project', value ->> 'task', value ->> 'request', value ->> 'timeline'
            from {session.Dialect.Elements("@rows")}
            """,
            new
            {
                rows = JsonRows.Of(
                    documents.Select(one => new
                    {
                        project = one.Project.Value,
                        task = one.Task.Value,
                        request = one.Request,
                        timeline = one.Timeline,
                    })
                ),
            }
        );
        await session.ExecuteLaterAsync(
            $"""
            insert into editing_task_inputs (project_id, task_id, position, asset_id, generation_id)
            select value ->> 'project', value ->> 'task', cast(value ->> 'position' as bigint), value ->> 'asset',
                value ->> 'generation'
            from {session.Dialect.Elements("@rows")}
            """,
            new
            {
                rows = JsonRows.Of(
                    from one in documents
                    from input in one.Inputs.Index()
                    select new
                    {
                        project = one.Project.Value,
                        task = one.Task.Value,
                        position = input.Index,
                        asset = input.Item.AssetId.Value,
                        generation = input.Item.GenerationId.Value,
                    }
                ),
            }
        );
    }

    /// <summary>Called by the worker; primary key. The timeline never changes after create.</summary>
    public static async Task<string> TimelineAsync(DbSession session, ProjectId project, TaskId task) =>
        await session.SingleAsync<string>(
            "select timeline from editing_task_documents where project_id = @project and task_id = @task",
            new { project = project.Value, task = task.Value }
        ) ?? throw new System.Diagnostics.UnreachableException("A task is created with its documents.");

    /// <summary>Called by the worker; primary key, in the order of the request.</summary>
    public static async Task<IReadOnlyList<FrozenInput>> InputsAsync(
        DbSession session,
        ProjectId project,
        TaskId task
    ) =>
        [
            .. (
                await session.ListAsync<InputRow>(
                    """
                    select asset_id, generation_id from editing_task_inputs
                    where project_id = @project and task_id = @task order by position
                    """,
                    new { project = project.Value, task = task.Value }
                )
            ).Select(row => new FrozenInput(new(row.AssetId), new(row.GenerationId))),
        ];

    /// <summary>Called by the calls that show them; primary key. Null for an unknown task and for another project's alike.</summary>
    public static Task<TaskDocuments?> FindAsync(DbSession session, ProjectId project, TaskId task) =>
        session.SingleAsync<TaskDocuments>(
            "select plan, report from editing_task_documents where project_id = @project and task_id = @task",
            new { project = project.Value, task = task.Value }
        );

    /// <summary>Called by the worker of the named attempt; a plan of an older attempt does not overwrite a newer one's.</summary>
    public static Task<int> SavePlanAsync(DbSession session, Lease lease, string plan) =>
        session.ExecuteAsync(
            """
            update editing_task_documents set plan = @plan
            where project_id = @project and task_id = @task and exists (
                select 1 from editing_tasks
                where project_id = @project and task_id = @task and status = 'PROCESSING' and attempt = @attempt)
            """,
            new
            {
                project = lease.ProjectId.Value,
                task = lease.TaskId.Value,
                attempt = (long)lease.Attempt,
                plan,
            }
        );

    /// <summary>Called in the transaction that ends the task well, after its guard was passed.</summary>
    public static Task<int> SaveReportAsync(DbSession session, Lease lease, string report) =>
        session.ExecuteAsync(
            "update editing_task_documents set report = @report where project_id = @project and task_id = @task",
            new
            {
                project = lease.ProjectId.Value,
                task = lease.TaskId.Value,
                report,
            }
        );

    private sealed record InputRow(string AssetId, string GenerationId);
}

/// <summary>The texts of a new task.</summary>
/// <param name="Request">JSON as accepted.</param>
/// <param name="Timeline">JSON of the renderer's timeline; its sources are the distinct generations of the inputs, in order.</param>
internal sealed record NewDocuments(
    ProjectId Project,
    TaskId Task,
    string Request,
    string Timeline,
    IReadOnlyList<FrozenInput> Inputs
);

/// <summary>JSON, each null until it is written. Properties, not a constructor: SQLite does not tell the type of a null.</summary>
internal sealed record TaskDocuments
{
    /// <summary>Of the latest attempt, as it began.</summary>
    public string? Plan { get; init; }

    /// <summary>Of the output.</summary>
    public string? Report { get; init; }
}
