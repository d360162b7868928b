using Cutroom.Server.Assets;
using Cutroom.Server.Backups;
using Cutroom.Server.EditingTasks;
using Cutroom.Server.Hosting;
using Cutroom.Server.Nodes;
using Cutroom.Server.Storage;
using Cutroom.Server.Tests.Assets;
using Cutroom.Server.Tests.EditingTasks;
using Cutroom.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Cutroom.Server.Tests.Backups;

/// <summary>I14: a backup taken while the service runs restores to a state in which what it names is there.</summary>
public abstract class BackupSpecs : IAsyncLifetime
{
    private static readonly Lazy<Task<byte[]>> Clip = new(AssetCalls.ClipAsync);

    private readonly string folder = Directory.CreateTempSubdirectory("cutroom-backup-").FullName;
    private RunningServer server = null!; // set before each spec
    private AssetCalls calls = null!; // set before each spec

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Into => Path.Combine(folder, "backup");

    private MediaFiles Files => server.Services.GetRequiredService<MediaFiles>();

    public async ValueTask InitializeAsync()
    {
        var database = await EmptyDatabaseAsync("running");
        server = await RunningServer.StartAsync(
            database: database,
            change: options => options with { Role = ServerRole.Api }
        );
        calls = new(server);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <returns>A value of CUTROOM_DATABASE.</returns>
    private protected abstract Task<string> EmptyDatabaseAsync(string name);

    [Fact]
    public async Task A_backup_taken_under_load_restores_to_a_state_that_holds_together()
    {
        var clip = await Clip.Value;
        var first = await calls.AddAsync(clip);
        using var stop = new CancellationTokenSource();
        var load = Task.Run(() => LoadAsync(clip, stop.Token), Cancellation);

        for (var time = 0; time < LongRuns.Scale(3, 100); time++)
            await Backup().SaveAsync(Cancellation);
        await stop.CancelAsync();
        var added = await load;
        var restored = await RestoreAsync("restored");

        await using var database = new Database(restored.DatabaseOptions);
        var generations = await database.ReadAsync(AssetStore.AllGenerationsAsync, Cancellation);
        foreach (var (project, id) in generations)
            Assert.Equal(clip, await BytesAsync(restored, project, id));
        var assets = await database.ReadAsync(
            session => AssetStore.FindAsync(session, new(server.Identity.ProjectId), [new(first)]),
            Cancellation
        );
        Assert.Contains(
            (new ProjectId(server.Identity.ProjectId), Assert.Single(assets).GenerationId!.Value),
            generations
        );
        Assert.True(added > 0 && generations.Count > 1, $"{added} assets were added, {generations.Count} saved.");
    }

    /// <summary>I1: what waited waits again, and can be claimed.</summary>
    [Fact]
    public async Task A_task_that_waited_waits_after_the_restore()
    {
        var task = await new EditingCalls(server, new(server.Identity.ProjectId)).CreateAsync();

        await Backup().SaveAsync(Cancellation);
        var restored = await RestoreAsync("restored");

        await using var database = new Database(restored.DatabaseOptions);
        var lease = await database.WriteAsync(
            session => LeaseStore.ClaimAsync(session, "worker", TimeSpan.FromMinutes(1)),
            Cancellation
        );
        Assert.Equal(task, lease?.TaskId.Value);
    }

    [Fact]
    public async Task A_backup_into_the_same_folder_drops_what_is_deleted_and_keeps_what_is_there()
    {
        var gone = await calls.AddAsync(await Clip.Value);
        await calls.AddAsync(await Clip.Value);
        var before = await Backup().SaveAsync(Cancellation);
        using var deleted = await server.Client.DeleteAsync($"{calls.Root}?asset_id={gone}", Cancellation);
        var sweep = ActivatorUtilities.CreateInstance<MediaSweep>(server.Services);
        await sweep.RunOnceAsync(TimeSpan.FromSeconds(-60), Cancellation);

        var after = await Backup().SaveAsync(Cancellation);

        Assert.Equal((2, 1), (before, after));
        Assert.Single(Directory.GetDirectories(Path.Combine(Into, "media", server.Identity.ProjectId)));
    }

    [Fact]
    public async Task Bytes_that_are_lost_are_told_and_the_backup_before_is_kept()
    {
        await calls.AddAsync(await Clip.Value);
        await Backup().SaveAsync(Cancellation);
        var saved = File.GetLastWriteTimeUtc(DatabaseFile());
        await calls.AddAsync(await Clip.Value);
        var all = await Files.StoredAsync(Cancellation).ToListAsync(Cancellation);
        foreach (
            var one in all.Where(one => !Directory.Exists(Path.Combine(Into, "media", one.Project.Value, one.Id.Value)))
        )
            await Files.RemoveAsync(one.Project, one.Id, Cancellation);

        var told = await Assert.ThrowsAsync<InvalidOperationException>(() => Backup().SaveAsync(Cancellation));

        Assert.Contains("not in the media store", told.Message, StringComparison.Ordinal);
        Assert.Equal(saved, File.GetLastWriteTimeUtc(DatabaseFile()));
    }

    [Fact]
    public async Task A_restore_over_something_is_refused()
    {
        await Backup().SaveAsync(Cancellation);

        var told = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            new Backup(server.Options.DatabaseOptions, Files, Into).RestoreAsync(Cancellation)
        );

        Assert.Contains("empty", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_finds_a_whole_installation_good_and_names_what_is_not()
    {
        var good = await Examine(server.Options);
        var bad = await Examine(server.Options with { SealKey = new string('0', 64) });

        Assert.All(good, finding => Assert.True(finding.IsGood, $"{finding}"));
        Assert.Equal("seal key", Assert.Single(bad, finding => !finding.IsGood).Subject);
        Assert.Empty(await Files.StoredAsync(Cancellation).ToListAsync(Cancellation));

        Task<List<Finding>> Examine(ServerOptions options) =>
            new Doctor(options, Files, TimeProvider.System).ExamineAsync().ToListAsync(Cancellation).AsTask();
    }

    private string DatabaseFile() => Path.Combine(Into, DatabaseCopy.FileOf(server.Options.DatabaseOptions.Dialect));

    private Backup Backup() => new(server.Options.DatabaseOptions, Files, Into);

    private async Task<ServerOptions> RestoreAsync(string name)
    {
        var options = new ServerOptions
        {
            DataFolder = Path.Combine(folder, name),
            Database = await EmptyDatabaseAsync(name),
        };
        await new Backup(options.DatabaseOptions, MediaFiles.Open(options, TimeProvider.System), Into).RestoreAsync(
            Cancellation
        );
        return options;
    }

    private static async Task<byte[]> BytesAsync(ServerOptions options, ProjectId project, GenerationId id)
    {
        var files = MediaFiles.Open(options, TimeProvider.System);
        var read = files.NewStagingFolder();
        Assert.True(await files.SaveAsync(project, id, read, Cancellation));
        return await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(read)), Cancellation);
    }

    /// <returns>How many assets were added; every other one was deleted again and swept.</returns>
    private async Task<int> LoadAsync(byte[] clip, CancellationToken stop)
    {
        var sweep = ActivatorUtilities.CreateInstance<MediaSweep>(server.Services);
        for (var added = 0; ; added++)
        {
            if (stop.IsCancellationRequested)
                return added;
            var asset = await calls.AddAsync(clip);
            if (added % 2 == 0)
                continue;
            using var deleted = await server.Client.DeleteAsync($"{calls.Root}?asset_id={asset}", Cancellation);
            await sweep.RunOnceAsync(TimeSpan.FromSeconds(2), Cancellation);
        }
    }
}

public sealed class SqliteBackupSpecs : BackupSpecs
{
    private readonly string folder = Directory.CreateTempSubdirectory("cutroom-sqlite-").FullName;

    private protected override Task<string> EmptyDatabaseAsync(string name) =>
        Task.FromResult($"sqlite:{Path.Combine(folder, name, "cutroom.db")}");
}

public sealed class PostgresBackupSpecs : BackupSpecs
{
    private protected override async Task<string> EmptyDatabaseAsync(string name) =>
        await (await PrivatePostgres.SharedAsync()).CreateDatabaseAsync();
}
