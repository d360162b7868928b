using Cutroom.Wire.EditingTasks;

namespace Cutroom.Cli.Client;

/// <summary>Waits for a task to end, with progress.</summary>
internal static class TaskWait
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <exception cref="CommandFailure">The task ended otherwise than well; the sentence says why.</exception>
    public static Task<EditingTaskInfo> UntilSucceededAsync(
        VodClient client,
        string task,
        CancellationToken cancellation
    ) =>
        Progress.ShowAsync(
            $"task {task[..8]}",
            async report =>
            {
                while (true)
                {
                    var page = await client.ListTasksAsync($"task_id={task}", cancellation);
                    if (page.Tasks is not [var info])
                        throw new CommandFailure($"The server does not know task {task}.");
                    report(
                        info.Phase ?? (info.WaitsFor is { } what ? $"waiting for {what}" : info.Status),
                        info.Progress / 100.0
                    );
                    switch (info.Status)
                    {
                        case "SUCCEED":
                            return info;
                        case "FAILED" or "CANCEL":
                            throw new CommandFailure(
                                $"Task {task}: {info.Status} {info.ErrorCode} {info.ErrorMessage}"
                            );
                    }

                    await Task.Delay(Interval, TimeProvider.System, cancellation);
                }
            }
        );
}
