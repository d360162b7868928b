using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>The texts beside a task's narrow row, and its frozen inputs. Rows are added, never moved to another task.</summary>
internal static class EditingTaskDocuments
{
    /// <summary>Called by create. Insert only.</summary>
    /// <param name="request">JSON as accepted.</param>
    /// <param name="timeline">JSON of the renderer's timeline; its sources are the distinct generations of the inputs, in order.</param>
    public static async Task AddAsync(
        DbSession session,
        ProjectId project,
        TaskId task,
        string request,
        string timeline,
        IReadOnlyList<FrozenInput> inputs
    )
    {
        await session.ExecuteAsync(
            """
            insert into editing_task_documents (project_id, task_id, request, timeline)
            values (@project, @task, @request, @timeline)
            """,
            new
            {
                project = project.Value,
                task = task.Value,
                request,
                timeline,
            }
        );
        foreach (var (position, input) in inputs.Index())
        {
            await session.ExecuteAsync(
                """
                insert into editing_task_inputs (project_id, task_id, position, asset_id, generation_id)
                values (@project, @task, @position, @asset, @generation)
                """,
                new
                {
                    project = project.Value,
                    task = task.Value,
                    position = (long)position,
                    asset = input.AssetId.Value,
                    generation = input.GenerationId.Value,
                }
            );
        }
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
