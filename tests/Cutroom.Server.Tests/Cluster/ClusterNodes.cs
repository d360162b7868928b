using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Cutroom.Wire.Identity;

namespace Cutroom.Server.Tests.Cluster;

/// <summary>Two api nodes and two workers as processes, over a PostgreSQL and an S3 server of their own. Any of them can be killed.</summary>
internal sealed class ClusterNodes : IAsyncDisposable
{
    public const int Apis = 2;
    public const int Workers = 2;

    private readonly string folder = Directory.CreateTempSubdirectory("cutroom-cluster-").FullName;
    private readonly Dictionary<string, string> settings;
    private readonly TaskCompletionSource<ServerProcess>[] nodes;

    private ClusterNodes(PrivatePostgres postgres, PrivateS3 s3, string connection, string media)
    {
        (Postgres, S3) = (postgres, s3);
        Database = new(SqlDialect.Postgres, connection);
        nodes = [.. Enumerable.Range(0, Apis + Workers).Select(_ => Awaited())];
        settings = new()
        {
            ["CUTROOM_DATABASE"] = connection,
            ["CUTROOM_MEDIA"] = media,
            [S3Keys.IdName] = PrivateS3.Keys.Id,
            [S3Keys.SecretName] = PrivateS3.Keys.Secret,
            ["CUTROOM_LEASE_SECONDS"] = "4",
            ["CUTROOM_ATTEMPTS"] = "20",
            ["CUTROOM_WORKER_SLOTS"] = "1",
            ["CUTROOM_POLL_SECONDS"] = "0.5",
            ["CUTROOM_MIN_FREE_MIB"] = "0",
        };
    }

    public PrivatePostgres Postgres { get; }

    public PrivateS3 S3 { get; }

    public DatabaseOptions Database { get; }

    public BootstrapIdentity Identity { get; private set; } = null!; // set by StartAsync

    public static async Task<ClusterNodes> StartAsync()
    {
        var starting = (PrivatePostgres.StartAsync(flushes: true), PrivateS3.StartAsync());
        var (postgres, s3) = (await starting.Item1, await starting.Item2);
        var cluster = new ClusterNodes(
            postgres,
            s3,
            await postgres.CreateDatabaseAsync(),
            await s3.CreateBucketAsync()
        );
        cluster.Identity = await ServerProcess.PrepareAsync(cluster.FolderOf(0), cluster.Database.ConnectionString);
        cluster.settings["CUTROOM_SEAL_KEY"] = Path.Combine(cluster.FolderOf(0), "seal.key");
        await Task.WhenAll(Enumerable.Range(0, Apis + Workers).Select(cluster.StartNodeAsync));
        return cluster;
    }

    /// <summary>Api nodes come first.</summary>
    /// <returns>The process once it runs: a killed node is waited for until it was started again.</returns>
    public Task<ServerProcess> NodeAsync(int index) => nodes[index].Task;

    public Task<ServerProcess> WorkerAsync(int index) => NodeAsync(Apis + index);

    public async Task StartNodeAsync(int index) =>
        nodes[index]
            .SetResult(
                await ServerProcess.StartAsync(FolderOf(index), settings, role: index < Apis ? "api" : "worker")
            );

    public async Task KillNodeAsync(int index)
    {
        var node = await NodeAsync(index);
        nodes[index] = Awaited();
        await node.KillAsync();
        await node.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes.Where(node => node.Task.IsCompletedSuccessfully))
            await node.Task.Result.DisposeAsync();
        await Postgres.DisposeAsync();
        await S3.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private string FolderOf(int index) => Path.Combine(folder, $"node-{index}");

    private static TaskCompletionSource<ServerProcess> Awaited() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
