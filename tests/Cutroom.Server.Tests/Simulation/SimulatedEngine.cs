using Cutroom.Rendering;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Sources;
using Cutroom.Rendering.Timelines;
using Cutroom.Rendering.Verification;

namespace Cutroom.Server.Tests.Simulation;

/// <summary>Renders that take time and nothing else: some fail, some hang, and some take their process with them.</summary>
internal sealed class SimulatedEngine(SimulatedCluster cluster, SimulatedProcess process)
    : Renderer(new RendererOptions { Threads = 1 }, process.Clock)
{
    private readonly Agenda agenda = cluster.Agenda;
    private const string Output = "output.mp4";

    private static readonly RenderPlan Plan = new()
    {
        Settings = new(),
        Sources = [],
        Segments = [],
        Steps = [],
        Frames = 25,
        Duration = MediaTime.FromSeconds(1),
        Reasons = [],
    };

    private static readonly ConformanceReport Report = new()
    {
        Frames = 25,
        Duration = MediaTime.FromSeconds(1),
        CopiedFrames = 0,
        EncodedFrames = 25,
        Mode = "encode",
        Reasons = [],
        PlanHash = "",
        Sha256 = "",
        SizeBytes = 1,
        Format = OutputFormat.Mp4,
    };

    public override async Task<ProbeResult> ProbeOutputAsync(
        RenderResult.Rendered rendered,
        CancellationToken cancellation
    )
    {
        await process.Clock.WaitAsync(agenda.Random.Next(1, 50), cancellation);
        return new ProbeResult.Probed(SimulatedDatabase.Media);
    }

    public override async Task<PlanResult> PlanAsync(
        Timeline timeline,
        IReadOnlyList<MediaSource> sources,
        CancellationToken cancellation
    )
    {
        await process.Clock.WaitAsync(agenda.Random.Next(1, 100), cancellation);
        return agenda.Chance(cluster.RenderFaultsPerMille)
            ? new PlanResult.Refused(Failure(RenderFailureKind.SourceUnreadable))
            : new PlanResult.Planned(Plan);
    }

    public override async Task<RenderResult> RunAsync(
        RenderPlan plan,
        string workFolder,
        IProgress<RenderProgress>? progress,
        CancellationToken cancellation
    )
    {
        using var rendering = cluster.Watch.BeginRender(process, Path.GetFileName(workFolder));
        for (var done = 1; done <= 3; done++)
        {
            await process.Clock.WaitAsync(agenda.Random.Next(1, 700), cancellation);
            progress?.Report(new("encoding", done / 3.0));
        }

        if (rendering.IsPoisoned)
            await cluster.DieAsync(process);
        if (agenda.Chance(cluster.RenderFaultsPerMille))
            await process.Clock.WaitAsync(100_000, cancellation);
        if (agenda.Chance(cluster.RenderFaultsPerMille))
            throw new InvalidOperationException("A bug of the engine.");
        if (agenda.Chance(cluster.RenderFaultsPerMille))
            return new RenderResult.Failed(Failure(RenderFailureKind.EncoderFailed));
        return new RenderResult.Rendered(Path.Combine(workFolder, "output"), Output, Report);
    }

    private static RenderFailure Failure(RenderFailureKind kind) => new(kind, "A fault of the simulation.", null, []);
}
