using Cutroom.Server.Storage;

namespace Cutroom.Server.Identity;

/// <summary>On PostgreSQL, hears of changes to the directory when they happen; without it they are noticed a second later.</summary>
internal sealed partial class DirectoryListener(
    Database database,
    KnownVersion known,
    TimeProvider time,
    ILogger<DirectoryListener> log
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (database.Dialect == SqlDialect.Postgres)
        {
            try
            {
                await database.ListenAsync(DirectoryVersion.Channel, _ => known.Distrust(), stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogDeaf(log, exception.Message);
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Changes to the directory are not heard at once, only looked for: {Reason}")]
    private static partial void LogDeaf(ILogger log, string reason);
}
