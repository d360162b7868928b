using System.Reflection;
using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;

namespace Cutroom.Server.Nodes;

/// <summary>Says that this process lives, and notices what the others did meanwhile: a newer schema, another time.</summary>
internal sealed partial class NodeHeartbeat(
    Database database,
    ServerOptions options,
    WorkerState worker,
    TimeProvider time,
    ILogger<NodeHeartbeat> log
) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>Who did not beat for so long is taken for dead.</summary>
    public static readonly TimeSpan Silent = 3 * Interval;

    /// <summary>Kept this long, so that a doctor finds those that died lately.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private static readonly TimeSpan WorthTelling = TimeSpan.FromSeconds(30);

    private readonly string id = $"{Environment.MachineName}/{Environment.ProcessId}/{Ids.New()[^8..]}";

    /// <summary>One beat at a time: none that began earlier has the last word.</summary>
    private readonly SemaphoreSlim turn = new(1);
    private NodeState state = new(false, TimeSpan.Zero);

    public static string Version { get; } =
        Assembly
            .GetExecutingAssembly()
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion
        ?? "unknown";

    /// <summary>As of the last beat.</summary>
    public NodeState State => Volatile.Read(ref state);

    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            await BeatAsync(cancellation);
        }
        finally
        {
            turn.Release();
        }
    }

    public override void Dispose()
    {
        turn.Dispose();
        base.Dispose();
    }

    private async Task BeatAsync(CancellationToken cancellation)
    {
        var role = options.Role.ToString().ToLowerInvariant();
        var skew = await database.WriteAsync(
            async session =>
            {
                await NodeStore.RemoveSilentAsync(session, Remembered);
                var now = time.GetUtcNow().ToUnixTimeMilliseconds();
                var state = new WorkingNode(worker.Reservations.Room, worker.Speed, worker.Obstacle);
                return await NodeStore.SeenAsync(session, id, role, Version, now, state);
            },
            cancellation
        );
        var newer = await database.ReadAsync(MigrationRunner.FindUnknownAsync, cancellation);
        var seen = new NodeState(newer is not null, TimeSpan.FromMilliseconds(skew));
        if (newer is not null && !State.IsOutdated)
            LogOutdated(log, newer);
        if (seen.IsSkewed && !State.IsSkewed)
            LogSkewed(log, seen.Skew);
        Volatile.Write(ref state, seen);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await database.WriteAsync(session => NodeStore.RemoveAsync(session, id), cancellationToken);
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or OperationCanceledException)
        {
            // The row is forgotten by itself.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(log, exception);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <param name="IsOutdated">A newer version of this program has migrated the database.</param>
    internal sealed record NodeState(bool IsOutdated, TimeSpan Skew)
    {
        public bool IsSkewed => Skew.Duration() > WorthTelling;
    }

    [LoggerMessage(
        LogLevel.Warning,
        "A newer version of this program has migrated the database ({Script}): replace this node"
    )]
    private static partial void LogOutdated(ILogger log, string script);

    [LoggerMessage(LogLevel.Warning, "This node's clock is {Skew} off the database's: signatures are judged by it")]
    private static partial void LogSkewed(ILogger log, TimeSpan skew);

    [LoggerMessage(LogLevel.Warning, "This node could not say that it lives; it is tried again")]
    private static partial void LogFailed(ILogger log, Exception exception);
}
