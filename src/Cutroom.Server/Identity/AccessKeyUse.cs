using System.Collections.Concurrent;
using Cutroom.Server.Storage;

namespace Cutroom.Server.Identity;

/// <summary>When keys were last used: noted in memory at each request, written now and then and when the server stops.</summary>
internal sealed partial class AccessKeyUse(Database database, TimeProvider time, ILogger<AccessKeyUse> log)
    : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, long> used = new();

    public void Note(string ak) => used[ak] = time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>What is noted meanwhile stays for the next round.</summary>
    public async Task WriteAsync(CancellationToken cancellation)
    {
        var seen = used.ToArray();
        if (seen.Length == 0)
            return;
        await database.WriteAsync(
            async session =>
            {
                foreach (var (ak, usedMs) in seen)
                    await AccessKeyStore.SetLastUsedAsync(session, ak, usedMs);
                return true;
            },
            cancellation
        );
        foreach (var pair in seen)
            used.TryRemove(pair);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryWriteAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await TryWriteAsync(stoppingToken);
    }

    private async Task TryWriteAsync(CancellationToken cancellation)
    {
        try
        {
            await WriteAsync(cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(log, exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The last use of access keys was not written; it is tried again")]
    private static partial void LogFailed(ILogger log, Exception exception);
}
