using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Timelines;
using Cutroom.Server.Assets;
using Cutroom.Server.EditingTasks;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Cutroom.Wire.EditingTasks;

namespace Cutroom.Bench.Queue;

/// <summary>Our queue below HTTP: the operations of the calls and of the worker, with all that they write beside the task.</summary>
internal sealed class CutroomPeer : IPeerQueue
{
    private const int MaxGroup = 256;
    private static readonly Actor Bench = new(new("bench"), "bench", "bench");
    private static readonly TimeSpan LeaseLength = TimeSpan.FromMinutes(10);

    private readonly TestDatabase database;
    private readonly QueueSignal signal;
    private readonly CreateEditingTask create;
    private readonly CancelEditingTask cancel;
    private readonly Reservations reservations;
    private readonly SharedClaims claims;
    private readonly SharedWrites<Lease, bool> ends;
    private readonly CreateEditingTaskRequest request;

    private CutroomPeer(TestDatabase database, AssetId asset)
    {
        this.database = database;
        var options = new QueueOptions { Slots = 64, Lease = LeaseLength };
        signal = new(options, TimeProvider.System);
        create = new(database.Database, options, signal);
        cancel = new(database.Database);
        reservations = new(options);
        claims = new(database.Database, "bench", options, signal, reservations, TimeProvider.System);
        ends = new(database.Database, MaxGroup, EndAsync);
        request = new()
        {
            Inputs =
            [
                new()
                {
                    AssetId = asset.Value,
                    TimelineStart = "0",
                    TimelineEnd = "5",
                },
            ],
        };
    }

    public string Name => "Cutroom";

    public Database Database => database.Database;

    public string ConnectionString => database.Options.ConnectionString;

    public ProjectId Project { get; } = new(Ids.New());

    public static async Task<CutroomPeer> StartAsync()
    {
        var database = await TestDatabase.StartAsync(SqlDialect.Postgres);
        var media = new MediaInfo
        {
            Container = "mp4",
            SizeBytes = 1000,
            Duration = MediaTime.FromSeconds(10),
            BitrateKbps = 800,
        };
        var asset = new Asset(new(Ids.New()), "clip", AssetStatus.Published, new(Ids.New()), media);
        var peer = new CutroomPeer(database, asset.AssetId);
        await peer.AddAssetAsync(peer.Project, asset);
        return peer;
    }

    public async Task<string> CreateAsync() => (await CreateAsync(Project)).Value;

    public async Task<TaskId> CreateAsync(ProjectId project)
    {
        var call = new CreateCall(project, EditingRequest.Of(request), request, null, Bench);
        return (await create.CreateAsync(call, CancellationToken.None)).Task;
    }

    /// <summary>The same asset in another project.</summary>
    public async Task<ProjectId> AddProjectAsync()
    {
        var project = new ProjectId(Ids.New());
        var asset = await Database.ReadAsync(
            session => AssetStore.FindAsync(session, Project, [new(request.Inputs![0]!.AssetId!)]), // as made above
            CancellationToken.None
        );
        await AddAssetAsync(project, asset[0]);
        return project;
    }

    public async Task<bool> CancelAsync(string id) =>
        await cancel.CancelAsync(new(Project, new(id)), Bench, CancellationToken.None) is null;

    /// <returns>Null where nothing waits.</returns>
    public async Task<Lease?> ClaimAsync()
    {
        using var slot = reservations.Open();
        return await claims.NextAsync(slot);
    }

    public Task<bool> EndAsync(Lease lease) => ends.RunAsync(lease, CancellationToken.None);

    public Task ProcessAsync(int tasks, int workers) =>
        Task.WhenAll(
            Enumerable
                .Range(0, workers)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        while (await ClaimAsync() is { } lease)
                            await EndAsync(lease);
                    })
                )
        );

    /// <summary>A hundred tasks a claim, and ended together: for work that is shorter than a commit.</summary>
    public Task ProcessInBatchesAsync(int workers) =>
        Task.WhenAll(
            Enumerable
                .Range(0, workers)
                .Select(worker =>
                    Task.Run(async () =>
                    {
                        var turns = new ClaimTurns(TimeProvider.System);
                        while (
                            await WriteAsync(session =>
                                turns.ClaimAsync(session, $"bench-{worker}", LeaseLength, ClaimRoom.ForAny(100))
                            )
                                is { Count: > 0 } leases
                        )
                            await WriteAsync(session => LeaseStore.SucceedAsync(session, leases));
                    })
                )
        );

    public async ValueTask DisposeAsync()
    {
        signal.Dispose();
        await database.DisposeAsync();
    }

    private Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work) => Database.WriteAsync(work, CancellationToken.None);

    private Task<bool> AddAssetAsync(ProjectId project, Asset asset) =>
        WriteAsync(async session =>
        {
            await AssetStore.AddAsync(session, project, asset);
            return true;
        });

    private static async Task<IReadOnlyList<bool>> EndAsync(DbSession session, IReadOnlyList<Lease> leases)
    {
        var ended = (await LeaseStore.SucceedAsync(session, leases)).ToHashSet();
        return [.. leases.Select(ended.Contains)];
    }
}
