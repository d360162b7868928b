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
    private const int Batch = 200;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>Bytes lie there before the row that names them, and rows may be read a little before the bytes are: younger ones stay.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan UploadLifetime = TimeSpan.FromDays(1);

    private DateTimeOffset nextScan;

    /// <param name="grace">How old what nobody names must be.</param>
    public async Task RunOnceAsync(TimeSpan grace, CancellationToken cancellation)
    {
        var unneeded = await database.WriteAsync(
            session => AssetStore.RemoveUnneededAsync(session, grace),
            cancellation
        );
        foreach (var (project, id) in unneeded)
            await files.RemoveAsync(project, id, cancellation);

        if (time.GetUtcNow() < nextScan)
            return;
        await foreach (var stored in files.StoredAsync(cancellation).Chunk(Batch).WithCancellation(cancellation))
            await RemoveUnnamedAsync([.. stored.Where(one => one.Modified < time.GetUtcNow() - grace)], cancellation);
        await files.RemoveUploadsAsync(time.GetUtcNow() - UploadLifetime, cancellation);
        nextScan = time.GetUtcNow() + files.ScanInterval;
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

    private async Task RemoveUnnamedAsync(IReadOnlyList<StoredGeneration> old, CancellationToken cancellation)
    {
        if (old.Count == 0)
            return;
        var named = await database.ReadAsync(session => AssetStore.NamedAsync(session, old), cancellation);
        foreach (var stored in old.Where(one => !named.Contains((one.Project, one.Id))))
            await files.RemoveAsync(stored.Project, stored.Id, cancellation);
    }

    [LoggerMessage(LogLevel.Error, "The sweep of the media failed; it is tried again")]
    private static partial void LogFailed(ILogger log, Exception exception);
}
