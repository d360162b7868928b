using Cutroom.Server.EditingTasks;
using Cutroom.Server.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cutroom.Server.Tests.Simulation;

/// <summary>One server process: the real operations, worker and sweeper over simulated surroundings.</summary>
internal sealed class SimulatedNode : IDisposable
{
    private static readonly QueueOptions Base = new()
    {
        Lease = TimeSpan.FromSeconds(6),
        RetryDelay = TimeSpan.FromSeconds(1),
        Drain = TimeSpan.FromSeconds(2),
        MinFreeBytes = 0,
        MemoryMib = 400, // for two or three tasks, on any machine
    };

    private readonly CancellationTokenSource stopping = new();

    public SimulatedNode(SimulatedCluster cluster, string name)
    {
        Process = new(cluster.Agenda, name);
        Database = cluster.Database;
        var (clock, options) = (Process.Clock, Base with { Slots = cluster.Agenda.Random.Next(1, 4) });
        Signal = new(options, clock);
        Creates = new(Database, options, Signal);
        Cancels = new(Database);
        var folders = new AttemptFolders(Database, cluster.Files, options, NullLogger<AttemptFolders>.Instance);
        var engine = new SimulatedEngine(cluster, Process);
        var outcome = new RenderOutcome(Database, cluster.Files, engine, options, NullLogger<RenderOutcome>.Instance);
        var log = NullLogger<RenderAttempt>.Instance;
        var attempt = new RenderAttempt(Database, cluster.Files, folders, engine, outcome, options, clock, log);
        Worker = new(
            Database,
            folders,
            attempt,
            Signal,
            new(options),
            options,
            clock,
            NullLogger<RenderWorker>.Instance
        );
        for (var slot = 0; slot < options.Slots; slot++)
            Process.Start(() => Worker.WorkAsync(stopping.Token));
        var sweeper = new LeaseSweeper(Database, folders, clock, NullLogger<LeaseSweeper>.Instance);
        Process.Start(() => SweepAsync(sweeper, clock));
    }

    public SimulatedProcess Process { get; }

    public Database Database { get; }

    public QueueSignal Signal { get; }

    public CreateEditingTask Creates { get; }

    public CancelEditingTask Cancels { get; }

    private RenderWorker Worker { get; }

    /// <summary>As on SIGTERM: takes nothing more, and hands back what does not end in time.</summary>
    public void Stop() => Process.Post(_ => stopping.Cancel(), null);

    public void Dispose()
    {
        Worker.Dispose();
        Signal.Dispose();
        stopping.Dispose();
    }

    private async Task SweepAsync(LeaseSweeper sweeper, SimulatedClock clock)
    {
        while (!stopping.IsCancellationRequested)
        {
            await clock.WaitAsync(5000);
            try
            {
                await sweeper.RunOnceAsync(stopping.Token);
            }
            catch (Exception exception)
                when (exception is StoreAwayException or CommitFailedException or OperationCanceledException)
            {
                // Tried again.
            }
        }
    }
}
