using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering;

/// <summary>The front door: a timeline in, a verified file out. Safe to use from several threads at once.</summary>
public sealed class Renderer
{
    private readonly MediaProbe _probe;
    private readonly MaterialReader _materials;
    private readonly PlanRunner _runner;

    /// <param name="time">The clock of all limits.</param>
    public Renderer(RendererOptions options, TimeProvider time)
    {
        var settled = options.Threads > 0 ? options : options with { Threads = Environment.ProcessorCount };
        var engine = new Ffmpeg(settled, time);
        var indexes = new FrameIndexReader(engine, settled);
        _probe = new(engine, indexes, settled);
        _materials = new(_probe, indexes);
        _runner = new(engine, settled);
    }

    /// <summary>Reads the facts of a file. What the file is never throws; a file that is no media is a result too.</summary>
    public async Task<ProbeResult> ProbeAsync(string path, CancellationToken cancellation) =>
        await _probe.ProbeAsync(path, cancellation) switch
        {
            Result<ProbedSource>.Ok(var source) => new ProbeResult.Probed(source.Media),
            Result<ProbedSource>.Failed(var failure) => new ProbeResult.Unreadable(failure),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>Reads the sources' timestamps and decides how the timeline is rendered. Writes nothing.</summary>
    /// <param name="sources">Paths; segments name them by index.</param>
    public async Task<PlanResult> PlanAsync(
        Timeline timeline,
        IReadOnlyList<string> sources,
        CancellationToken cancellation
    ) =>
        await _materials.ReadAsync(timeline, sources, cancellation) switch
        {
            Result<IReadOnlyList<SourceMaterial>>.Ok(var materials) => WithCopies(
                RenderPlanner.Plan(timeline, materials)
            ),
            Result<IReadOnlyList<SourceMaterial>>.Failed(var failure) => new PlanResult.Refused(failure),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static PlanResult WithCopies(PlanResult result) =>
        result is PlanResult.Planned { Plan: { Settings.Mode: RenderMode.Auto } plan }
            ? new PlanResult.Planned(CopyPlanner.Apply(plan, CopySources.Read(plan)))
            : result;

    /// <summary>
    /// Renders into <c>output</c> inside <paramref name="workFolder"/>, which the caller made for this attempt alone and removes
    /// afterwards. When it returns or throws, no child is left.
    /// </summary>
    public Task<RenderResult> RunAsync(
        RenderPlan plan,
        string workFolder,
        IProgress<RenderProgress>? progress,
        CancellationToken cancellation
    ) => _runner.RunAsync(plan, workFolder, new(progress), cancellation);
}
