using Cutroom.Server.Storage;

namespace Cutroom.Server.Assets;

/// <summary>Removes bytes that nobody needs: of deleted assets, of replaced uploads, and what crashes left.</summary>
internal sealed partial class MediaSweep(
    Database database,
    MediaFiles files,
    TimeProvider time,
    ILogger<MediaSweep> log
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>Bytes lie on disk before the row that names them, and rows may be read a little before the bytes are: younger ones stay.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan StagingLifetime = TimeSpan.FromDays(1);

    /// <param name="grace">How old what nobody names must be.</param>
    public async Task RunOnceAsync(TimeSpan grace, CancellationToken cancellation)
    {
        var unneeded = await database.WriteAsync(
            session => AssetStore.RemoveUnneededAsync(session, grace),
            cancellation
        );
        foreach (var (project, id) in unneeded)
            Remove(files.GenerationFolder(project, id));

        foreach (var (folder, project, id) in files.GenerationFolders().Where(entry => IsOlder(entry.Folder, grace)))
        {
            var named = await database.ReadAsync(
                session => AssetStore.FindGenerationAsync(session, project, id),
                cancellation
            );
            if (named is null)
                Remove(folder);
        }

        if (!Directory.Exists(files.StagingFolder))
            return;
        foreach (var folder in Directory.EnumerateDirectories(files.StagingFolder))
        {
            if (IsOlder(folder, StagingLifetime))
                Remove(folder);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await RunOnceAsync(Grace, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(log, exception);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private bool IsOlder(string folder, TimeSpan age) =>
        time.GetUtcNow() - new DirectoryInfo(folder).LastWriteTimeUtc > age;

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [LoggerMessage(LogLevel.Error, "The sweep of the media failed; it is tried again")]
    private static partial void LogFailed(ILogger log, Exception exception);
}
