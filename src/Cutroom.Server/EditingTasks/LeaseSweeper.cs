using Cutroom.Server.Storage;

namespace Cutroom.Server.EditingTasks;

/// <summary>Ends what no worker will end: tasks whose last attempt was lost, and the folders such attempts left.</summary>
internal sealed partial class LeaseSweeper(
    Database database,
    AttemptFolders folders,
    TimeProvider time,
    ILogger<LeaseSweeper> log
) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        foreach (var task in await database.WriteAsync(FailExhaustedAsync, cancellation))
            LogExhausted(log, task.TaskId);
        await database.WriteAsync(IdempotencyKeys.RemoveOldAsync, cancellation);
        await folders.SweepAsync(cancellation);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(log, exception);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static async Task<IReadOnlyList<EndedTask>> FailExhaustedAsync(DbSession session)
    {
        var ended = await LeaseStore.FailExhaustedAsync(session, EditingTaskFailure.NoAttemptLeft);
        var by = new Actor(RenderOutcome.Worker, "editing-task:fail", "sweep");
        await EditingTaskChanges.RecordAsync(
            session,
            [
                .. ended.Select(task => new EditingTaskChange(
                    task.ProjectId,
                    task.TaskId,
                    task.AssetId,
                    EditingTaskStatus.Failed,
                    by
                )
                {
                    Failure = task.Failure,
                }),
            ]
        );
        return ended;
    }

    [LoggerMessage(LogLevel.Warning, "Task {Task} failed: its worker was lost and no attempt is left")]
    private static partial void LogExhausted(ILogger log, TaskId task);

    [LoggerMessage(LogLevel.Error, "The sweep failed; it is tried again")]
    private static partial void LogFailed(ILogger log, Exception exception);
}
