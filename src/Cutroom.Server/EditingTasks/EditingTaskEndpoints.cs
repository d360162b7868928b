using Cutroom.Server.Access;
using Cutroom.Server.Hosting;

namespace Cutroom.Server.EditingTasks;

/// <summary>The calls on editing tasks, and what stands behind them.</summary>
internal static class EditingTaskEndpoints
{
    private const string Path = "/v1/{project_id}/asset/editing/tasks";

    // Source: VOD API reference, editing tasks: one documented failure status for all three, 400.
    private const int FailureStatus = 400;

    public static void MapEditingTasks(this WebApplication app)
    {
        app.MapPost(Path, CreateEditingTask.HandleAsync).Requires(Permissions.CreateEditTask).FailsWith(FailureStatus);
        app.MapGet(Path, ListEditingTasks.HandleAsync).Requires(Permissions.ListEditTask).FailsWith(FailureStatus);
        app.MapDelete(Path, CancelEditingTask.HandleAsync)
            .Requires(Permissions.DeleteEditTask)
            .FailsWith(FailureStatus);
        app.MapGet($"{Path}/events", WatchEditingTasks.Handle)
            .Requires(Permissions.ListEditTask)
            .FailsWith(FailureStatus);
        // Ours, beside the vendor's three.
        app.MapPost($"{Path}/cancel", CancelEditingTask.HandleManyAsync)
            .Requires(Permissions.DeleteEditTask)
            .FailsWith(FailureStatus);
        app.MapPost($"{Path}/release", ReleaseEditingTasks.HandleAsync)
            .Requires(Permissions.ReleaseEditTask)
            .FailsWith(FailureStatus);
        // Ours, under the rights of the calls they belong to.
        app.MapPost("/v1/{project_id}/asset/editing/plan", PlanEditingTask.HandleAsync)
            .Requires(Permissions.CreateEditTask)
            .FailsWith(FailureStatus);
        app.MapGet(Path + "/{task_id}/plan", ShowTaskDocument.HandlePlanAsync)
            .Requires(Permissions.ListEditTask)
            .FailsWith(FailureStatus);
        app.MapGet(Path + "/{task_id}/report", ShowTaskDocument.HandleReportAsync)
            .Requires(Permissions.ListEditTask)
            .FailsWith(FailureStatus);
    }

    /// <param name="role">Renders and sweeps belong to workers; an API process only queues.</param>
    public static void AddEditingTasks(this IServiceCollection services, ServerRole role, QueueOptions queue)
    {
        services
            .AddSingleton(queue)
            .AddSingleton<QueueSignal>()
            .AddSingleton<CreateEditingTask>()
            .AddSingleton<CancelEditingTask>()
            .AddSingleton<WatchEditingTasks>()
            .AddSingleton<PlanEditingTask>();
        services.AddHostedService<QueueNotices>();
        if (role == ServerRole.Api)
            return;
        services.AddSingleton<AttemptFolders>().AddSingleton<RenderAttempt>().AddSingleton<RenderOutcome>();
        services.AddHostedService<RenderWorker>().AddHostedService<LeaseSweeper>().AddHostedService<PieceSweeper>();
        // The host waits for the workers' drain, then a little for what they hand back.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = queue.Drain + TimeSpan.FromSeconds(8));
    }
}
