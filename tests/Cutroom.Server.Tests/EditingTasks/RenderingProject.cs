using System.Diagnostics;
using Cutroom.Rendering;
using Cutroom.Server.Assets;
using Cutroom.Server.EditingTasks;
using Cutroom.Server.Nodes;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cutroom.Server.Tests.EditingTasks;

/// <summary>A project with real media and a worker that takes one task when told to.</summary>
internal sealed class RenderingProject(EditingCalls calls, QueueOptions queue, RendererOptions engine)
{
    private static readonly Lazy<Task<byte[]>> OneClip = new(MakeClipAsync);

    public static async Task<RenderingProject> StartAsync(
        QueueingServer server,
        QueueOptions? queue = null,
        RendererOptions? engine = null
    ) => new(await EditingCalls.StartAsync(server), queue ?? Patient, engine ?? new RendererOptions { Threads = 1 });

    /// <summary>No pauses between attempts, and room on any disk.</summary>
    public static readonly QueueOptions Patient = new() { RetryDelay = TimeSpan.Zero, MinFreeBytes = 0 };

    public EditingCalls Calls => calls;

    public Database Database => calls.Database;

    public MediaFiles Files => calls.Server.Services.GetRequiredService<MediaFiles>();

    public AttemptFolders Folders => new(Database, Files, queue, NullLogger<AttemptFolders>.Instance);

    public LeaseSweeper Sweeper => new(Database, Folders, TimeProvider.System, NullLogger<LeaseSweeper>.Instance);

    public RenderAttempt Attempt(ILogger<RenderAttempt>? log = null)
    {
        var renderer = new Renderer(engine, TimeProvider.System);
        var outcome = new RenderOutcome(Database, Files, renderer, queue, NullLogger<RenderOutcome>.Instance);
        return new(
            Database,
            Files,
            Folders,
            renderer,
            outcome,
            queue,
            TimeProvider.System,
            log ?? NullLogger<RenderAttempt>.Instance
        );
    }

    /// <summary>What the worker says of itself.</summary>
    public WorkerState State { get; } = new(queue);

    public RenderWorker Worker(ILogger<RenderAttempt>? log = null) =>
        new(
            Database,
            Folders,
            Attempt(log),
            new QueueSignal(queue, TimeProvider.System),
            State,
            queue,
            TimeProvider.System,
            NullLogger<RenderWorker>.Instance
        );

    public async Task<Lease> ClaimAsync(TimeSpan length) =>
        await Database.WriteAsync(session => LeaseStore.ClaimAsync(session, "worker-1", length), CancellationToken.None)
        ?? throw new InvalidOperationException("Nothing waits.");

    /// <returns>A file in the folder of the attempt.</returns>
    public string Leave(Lease lease)
    {
        var file = Path.Combine(Directory.CreateDirectory(Folders.PathOf(lease)).FullName, "half");
        File.WriteAllText(file, "half a file");
        return file;
    }

    public Task<bool> WorkOnceAsync() => Worker().RunOnceAsync(CancellationToken.None);

    public Task RunAsync(Lease lease, CancellationToken cut = default) =>
        Attempt().RunAsync(lease, TimeProvider.System.GetTimestamp(), cut);

    /// <summary>A task over one second of a real clip. SourceFile is empty where media are not on disk.</summary>
    public async Task<(string Task, AssetId Output, string SourceFile)> CreateAsync(string settings = "{}")
    {
        var (asset, file) = await AddRealClipAsync();
        var answer = await calls.CreateAsync(EditingCalls.Body(asset, start: "0.5", end: "1.5", settings));
        return ((string)answer.Body["task_id"]!, new((string)answer.Body["asset_id"]!), file);
    }

    /// <returns>The id of an asset that is a real clip of two seconds.</returns>
    public async Task<string> AddClipAsync() => (await AddRealClipAsync()).Asset;

    private async Task<(string Asset, string File)> AddRealClipAsync()
    {
        var generation = new GenerationId(Ids.New());
        var staged = Files.NewStagingFolder();
        var file = Path.Combine(staged, "clip.mp4");
        await File.WriteAllBytesAsync(file, await OneClip.Value);
        var probed = await new Renderer(engine with { FfprobePath = "ffprobe" }, TimeProvider.System).ProbeAsync(
            file,
            CancellationToken.None
        );
        await Files.PublishAsync(staged, calls.Project, generation, CancellationToken.None);
        await calls.Server.WriteAsync(session =>
            AssetStore.AddGenerationAsync(session, calls.Project, new(generation, "clip.mp4", 0, ""))
        );
        var asset = await calls.AddAssetAsync(((ProbeResult.Probed)probed).Media, generation);
        var kept = Files is DiskMediaFiles disk
            ? Path.Combine(disk.GenerationFolder(calls.Project, generation), "clip.mp4")
            : "";
        return (asset, kept);
    }

    /// <returns>Null where no call shows it.</returns>
    public async Task<Asset?> FindAssetAsync(AssetId asset) =>
        (
            await Database.ReadAsync(
                session => AssetStore.FindAsync(session, calls.Project, [asset]),
                CancellationToken.None
            )
        ).SingleOrDefault();

    /// <returns>The stored word, also of a hidden asset.</returns>
    public Task<string?> StatusOfAsync(AssetId asset) =>
        Database.ReadAsync(
            session =>
                session.SingleAsync<string>("select status from assets where asset_id = @id", new { id = asset.Value }),
            CancellationToken.None
        );

    /// <summary>Everything on the disk of this project but the source files.</summary>
    public IEnumerable<string> FilesBut(string source) =>
        Directory
            .EnumerateFiles(calls.Server.Options.MediaFolder, "*", SearchOption.AllDirectories)
            .Where(path => path.Contains(calls.Project.Value, StringComparison.Ordinal) && path != source);

    /// <summary>Two seconds, 160 × 90, 25 frames a second, with sound.</summary>
    private static async Task<byte[]> MakeClipAsync()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Ids.New()}.mp4");
        string[] arguments =
        [
            .. "-v error -f lavfi -i testsrc2=size=160x90:rate=25:duration=2".Split(' '),
            .. "-f lavfi -i sine=frequency=440:duration=2 -c:v libx264 -preset ultrafast -pix_fmt yuv420p".Split(' '),
            .. "-c:a aac -shortest".Split(' '),
            file,
        ];
        using var ffmpeg = Process.Start("ffmpeg", arguments);
        await ffmpeg.WaitForExitAsync();
        var bytes = await File.ReadAllBytesAsync(file);
        File.Delete(file);
        return bytes;
    }
}
