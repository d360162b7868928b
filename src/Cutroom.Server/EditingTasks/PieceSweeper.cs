using Cutroom.Rendering;

namespace Cutroom.Server.EditingTasks;

/// <summary>Removes kept pieces that nobody uses any more, also where nothing is rendered: they show pictures of files that may be deleted.</summary>
internal sealed partial class PieceSweeper(Renderer renderer, TimeProvider time, ILogger<PieceSweeper> log)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                renderer.EvictPieces();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogFailed(log, exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Kept pieces could not be removed; it is tried again")]
    private static partial void LogFailed(ILogger log, Exception exception);
}
