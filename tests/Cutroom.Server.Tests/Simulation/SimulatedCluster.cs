using Cutroom.Server.EditingTasks;
using Cutroom.Server.Storage;
using Cutroom.Testing;

namespace Cutroom.Server.Tests.Simulation;

/// <summary>
/// One seed: some processes on one store, clients that keep them busy, and faults of everything; then the faults end, and whatever
/// waits has to come to its end.
/// </summary>
internal sealed class SimulatedCluster : IAsyncDisposable
{
    private const int Clients = 3;

    /// <summary>Far more than all that is left needs.</summary>
    private const long HealedMs = 900_000;

    private readonly List<SimulatedNode> nodes = [];
    private readonly SimulatedStore store;
    private readonly string folder;
    private readonly bool isRough;
    private int started;

    public SimulatedCluster(int seed, PlantedFault planted, SimulatedDatabase database, Action<string>? trace)
    {
        Agenda = new(seed)
        {
            Trace = trace is null ? null : text => trace($"{Agenda!.Elapsed.TotalSeconds, 8:f3} {text}"),
        };
        Planted = planted;
        Outside = new(Agenda, "outside");
        // Attempts have real folders; on a disk they took a tenth of a run.
        var path = Path.Combine(GuardedFolder.Parent(), $"cutroom-simulation-{Ids.New()}");
        folder = Directory.CreateDirectory(path).FullName;
        Files = new(Agenda, folder);
        Watch = new(Agenda, Files, database);
        database.NowMs = () => Agenda.NowMs;
        // Some seeds are without faults of one kind, so that what hides behind them is seen, too.
        store = new(Agenda, Outside, Watch, database.Statements) { RepeatsLostAnswers = planted.RepeatsLostAnswers };
        store.FaultsPerMille = Draw(30);
        Files.FaultsPerMille = Draw(50);
        RenderFaultsPerMille = Draw(150);
        isRough = Agenda.Random.Next(4) > 0;
        Database = new(DatabaseOptions.ForSqlite("simulated"), store);
        for (var count = Agenda.Random.Next(1, 4); count > 0; count--)
            nodes.Add(NewNode());
    }

    public Agenda Agenda { get; }

    public PlantedFault Planted { get; }

    /// <summary>Clients, the store, and chance.</summary>
    public SimulatedProcess Outside { get; }

    public TaskWatch Watch { get; }

    public SimulatedFiles Files { get; }

    public Database Database { get; }

    public IReadOnlyList<SimulatedNode> Nodes => nodes;

    public int RenderFaultsPerMille { get; private set; }

    public void Run()
    {
        var isOver = false;
        Outside.Start(async () =>
        {
            await LiveAsync();
            isOver = true;
        });
        while (!isOver && Agenda.Step())
            continue;
        Watch.CheckEnd();
    }

    /// <summary>A render takes its process with it.</summary>
    public Task DieAsync(SimulatedProcess process)
    {
        Replace(nodes.FindIndex(node => node.Process == process));
        return new TaskCompletionSource().Task;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
            node.Dispose();
        await Database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task LiveAsync()
    {
        var clients = Enumerable
            .Range(1, Clients)
            .Select(number => new SimulatedClient(this, $"client-{number}"))
            .ToList();
        var working = Task.WhenAll(clients.Select(client => client.RunAsync(actions: 15)));
        while (!working.IsCompleted)
        {
            await Outside.Clock.WaitAsync(Agenda.Random.Next(1500));
            if (isRough)
                Disturb();
        }

        await working;
        Agenda.Trace?.Invoke("all faults end");
        (store.FaultsPerMille, store.AwayUntilMs, Files.FaultsPerMille, RenderFaultsPerMille) = (0, 0, 0, 0);
        foreach (var node in nodes)
            node.Process.Resume();
        // A pause whose caller gave up may still be under way.
        await Outside.Clock.WaitAsync(SimulatedStore.LongestTravelMs);
        foreach (var project in SimulatedDatabase.Projects)
            while (!await clients[0].ChangeQueueAsync(project, new QueueSettings()))
                await Outside.Clock.WaitAsync(1000);
        var until = Agenda.NowMs + HealedMs;
        while (!Watch.IsAllDone && Agenda.NowMs < until)
            await Outside.Clock.WaitAsync(1000);
        // Two sweeps, for what the dead have left.
        await Outside.Clock.WaitAsync(12_000);
    }

    private void Disturb()
    {
        var index = Agenda.Random.Next(nodes.Count);
        switch (Agenda.Random.Next(8))
        {
            case 0 or 1:
                Replace(index);
                break;
            case 2 or 3:
                nodes[index].Process.Pause(Agenda.Random.Next(15_000));
                break;
            case 4:
                nodes[index].Process.Clock.Skew = TimeSpan.FromSeconds(Agenda.Random.Next(-100_000, 100_000));
                break;
            case 5:
                store.AwayUntilMs = Agenda.NowMs + Agenda.Random.Next(8_000);
                break;
            case 6:
                RestartInOrder(index);
                break;
        }
    }

    private void Replace(int index)
    {
        var dead = nodes[index];
        if (dead.Process.IsDead)
            return;
        dead.Process.Die();
        Outside.Start(async () =>
        {
            await Outside.Clock.WaitAsync(Agenda.Random.Next(3_000));
            dead.Dispose();
            nodes[index] = NewNode();
        });
    }

    private void RestartInOrder(int index)
    {
        var old = nodes[index];
        old.Stop();
        Outside.Start(async () =>
        {
            await Outside.Clock.WaitAsync(Agenda.Random.Next(1_000, 6_000));
            if (nodes[index] == old)
                Replace(index);
        });
    }

    private SimulatedNode NewNode() => new(this, $"node-{++started}");

    private int Draw(int most) => Agenda.Random.Next(3) == 0 ? 0 : Agenda.Random.Next(most);
}

/// <summary>What is wrong on purpose, for the specs of the simulation itself.</summary>
internal sealed record PlantedFault
{
    public static readonly PlantedFault None = new();

    public bool ChecksThenCancels { get; init; }

    public bool RepeatsLostAnswers { get; init; }

    /// <summary>A part of a statement, and what stands in its place.</summary>
    public (string Guard, string Instead)? Statement { get; init; }

    /// <summary>Of the seeds of the normal run those known not to meet it.</summary>
    public int Skipped { get; init; }
}
