using System.Globalization;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Cutroom.Testing.Media;
using Cutroom.Wire.Identity;
using Xunit;

namespace Cutroom.Server.Tests.Crashes;

/// <summary>
/// A worker that stands still past its lease, while another takes its task over, changes nothing when it goes on (I4). Real processes
/// over one PostgreSQL and one media folder.
/// </summary>
public sealed class PausedWorkerSpecs : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("cutroom-paused-").FullName;
    private readonly AckLog acks = new();
    private DatabaseOptions database = null!; // set before the first test
    private BootstrapIdentity identity = null!; // set before the first test

    public async ValueTask InitializeAsync()
    {
        var connection = await (await PrivatePostgres.SharedAsync()).CreateDatabaseAsync();
        database = new(SqlDialect.Postgres, connection);
        identity = await ServerProcess.PrepareAsync(folder, connection);
    }

    public async ValueTask DisposeAsync()
    {
        await (await PrivatePostgres.SharedAsync()).DropDatabaseAsync(database.ConnectionString);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_worker_paused_past_its_lease_publishes_nothing()
    {
        await using var api = await StartAsync("api");
        using var client = new CrashClient(api, identity, acks);
        var asset = await client.UploadAsync(await FilmAsync());

        var (rounds, paused, tries) = (LongRuns.Scale(2, 20), 0, 0);
        for (; paused < rounds && tries < 3 * rounds; tries++)
            paused += await PauseOneAsync(client, asset, atPercent: 80 * paused / rounds) ? 1 : 0;

        Assert.Equal(rounds, paused);
        var found = await new InventoryReader(database).ReadAsync(client);
        Assert.Empty(CrashChecker.Violations(acks, found));
        Assert.All(found.Tasks, task => Assert.Equal("SUCCEED", task.Status));
        Assert.Equal(rounds, found.Tasks.Count(task => task.Attempt > 1));
        Assert.Equal(tries, found.Outputs.Count);
        Assert.Equal((long)tries, await CountAsync("audit where action = 'editing-task:succeed'"));
        Assert.Equal(await CountAsync("generations"), FoldersIn("media/generations/*").Count());
        Assert.Empty(FoldersIn("media/attempts"));
    }

    /// <summary>The second worker has published when the first goes on and is asked to end.</summary>
    /// <returns>False where the first had published before it was paused.</returns>
    private async Task<bool> PauseOneAsync(CrashClient client, string asset, int atPercent)
    {
        await using var first = await StartAsync("worker");
        // Inside its only group, so that all of it is encoded.
        var task = await client.CreateAsync(asset, "0.3", "8");
        await first.LoggedAsync($"Task {task}: attempt 1 starts");
        while (await client.ProgressAsync(task) < atPercent)
        {
            // Each look is a request.
        }

        await first.PauseAsync();
        await using var second = await StartAsync("worker");
        var shown = await client.EndedAsync(task);
        await first.ResumeAsync();
        await first.StopAsync();
        await second.StopAsync();

        var inTime = shown.Attempt > 1;
        Assert.False(inTime && first.Log.Contains($"Task {task}: attempt 1 succeeded", StringComparison.Ordinal));
        return inTime;
    }

    private Task<ServerProcess> StartAsync(string role) =>
        ServerProcess.StartAsync(
            folder,
            new Dictionary<string, string>
            {
                ["CUTROOM_DATABASE"] = database.ConnectionString,
                ["CUTROOM_LEASE_SECONDS"] = "5",
                ["CUTROOM_ATTEMPTS"] = "20",
                ["CUTROOM_WORKER_SLOTS"] = "1",
                ["CUTROOM_MIN_FREE_MIB"] = "0",
            },
            role
        );

    /// <summary>Long enough that a pause falls into its render.</summary>
    private async Task<byte[]> FilmAsync()
    {
        var file = Path.Combine(folder, "film.mp4");
        await MediaTool.MakeAsync([
            .. "-f lavfi -i testsrc2=size=640x360:rate=25:duration=8 -f lavfi -i sine=duration=8".Split(' '),
            .. "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac".Split(' '),
            file,
        ]);
        return await File.ReadAllBytesAsync(file);
    }

    private async Task<long> CountAsync(string from)
    {
        await using var store = new Database(database);
        return await store.ReadAsync(
            session =>
                session.SingleAsync<long>(string.Create(CultureInfo.InvariantCulture, $"select count(*) from {from}")),
            CancellationToken.None
        );
    }

    /// <param name="path">Its last part may be an asterisk.</param>
    private IEnumerable<string> FoldersIn(string path) =>
        path.EndsWith("/*", StringComparison.Ordinal)
            ? Directory
                .EnumerateDirectories(Path.Combine(folder, path[..^2]))
                .SelectMany(Directory.EnumerateDirectories)
            : Directory.EnumerateDirectories(Path.Combine(folder, path));
}
