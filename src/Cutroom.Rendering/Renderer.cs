using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Sources;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering;

/// <summary>The front door: a timeline in, a verified file out. Safe to use from several threads at once.</summary>
/// <remarks>Its calls can be overridden, for specs of what goes on around renders.</remarks>
public class Renderer
{
    private readonly MediaProbe _probe;
    private readonly MaterialReader _materials;
    private readonly PieceCache? _pieces;
    private readonly PlanRunner _runner;
    private readonly string _scratch;
    private readonly Ffmpeg _engine;
    private volatile string? _engineVersion;

    /// <param name="time">The clock of all limits.</param>
    public Renderer(RendererOptions options, TimeProvider time)
    {
        var settled = options.Threads > 0 ? options : options with { Threads = Environment.ProcessorCount };
        var engine = _engine = new Ffmpeg(settled, time);
        var indexes = new FrameIndexReader(engine, settled);
        _scratch = settled.ScratchFolder;
        _probe = new(engine, indexes, settled);
        _materials = new(_probe, indexes, _scratch);
        _pieces = PieceCache.Of(settled, time);
        _runner = new(engine, settled, _pieces);
    }

    /// <summary>Asked once.</summary>
    /// <returns>As the engine tells it, <c>5.1.6-0+deb12u1</c>; null where it does not run.</returns>
    public async Task<string?> EngineVersionAsync(CancellationToken cancellation)
    {
        if (_engineVersion is { } known)
            return known;
        string? first = null;
        var limit = TimeSpan.FromSeconds(10);
        await _engine.RunAsync(
            new(EngineProgram.Ffmpeg, ["-version"], limit, limit),
            line => first ??= line,
            cancellation
        );
        return _engineVersion = first?.Split(' ') is ["ffmpeg", "version", var version, ..] ? version : null;
    }

    /// <summary>Reads the facts of a file. What the file is never throws; a file that is no media is a result too.</summary>
    public Task<ProbeResult> ProbeAsync(string path, CancellationToken cancellation) =>
        ProbeAsync(MediaSource.OfFile(path), cancellation);

    /// <summary>Of a MP4 or MOV behind a network only the tables and the first samples are fetched, of other files all.</summary>
    /// <exception cref="IOException">A source behind a network cannot be reached.</exception>
    public async Task<ProbeResult> ProbeAsync(MediaSource source, CancellationToken cancellation)
    {
        using var file = await HeadAsync(source, cancellation);
        return Told(await _probe.ProbeAsync(file.Path, cancellation));
    }

    /// <summary>The facts of what was rendered. Unlike a source it may be a playlist.</summary>
    public virtual async Task<ProbeResult> ProbeOutputAsync(
        RenderResult.Rendered rendered,
        CancellationToken cancellation
    )
    {
        var path = Path.Combine(rendered.OutputFolder, rendered.MainFile);
        var (demuxer, size) = (Outputs.DemuxerOf(rendered.Report.Format), rendered.Report.SizeBytes);
        return Told(await _probe.ProbeAsync(path, demuxer, size, cancellation));
    }

    private static ProbeResult Told(Result<ProbedSource> probed) =>
        probed switch
        {
            Result<ProbedSource>.Ok(var source) => new ProbeResult.Probed(source.Media),
            Result<ProbedSource>.Failed(var failure) => new ProbeResult.Unreadable(failure),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>Decides how a timeline of files on this machine is rendered. Writes nothing.</summary>
    /// <param name="sources">Paths; segments name them by index.</param>
    public Task<PlanResult> PlanAsync(
        Timeline timeline,
        IReadOnlyList<string> sources,
        CancellationToken cancellation
    ) => PlanAsync(timeline, [.. sources.Select(path => MediaSource.OfFile(path))], cancellation);

    /// <summary>
    /// Decides how the timeline is rendered. Of a MP4 or MOV only the tables are read and a few bytes of the keyframes in question;
    /// other files behind a network are fetched to the scratch folder and removed again.
    /// </summary>
    /// <param name="sources">Segments name them by index. They must stay readable until the plan has been run.</param>
    public virtual Task<PlanResult> PlanAsync(
        Timeline timeline,
        IReadOnlyList<MediaSource> sources,
        CancellationToken cancellation
    ) => PlanAsync(timeline, sources, trustsTables: true, cancellation);

    /// <summary>
    /// Renders into <c>output</c> inside <paramref name="workFolder"/>, which the caller made for this attempt alone and removes
    /// afterwards. When it returns or throws, no child is left.
    /// </summary>
    /// <remarks>
    /// Where frame times came from a file's own tables and the output does not verify, the engine is asked for them: if it says
    /// otherwise, its plan is rendered.
    /// </remarks>
    public virtual async Task<RenderResult> RunAsync(
        RenderPlan plan,
        string workFolder,
        IProgress<RenderProgress>? progress,
        CancellationToken cancellation
    )
    {
        var phased = new PhasedProgress(progress);
        var result = await _runner.RunAsync(plan, workFolder, phased, cancellation);
        return
            result is RenderResult.Failed { Failure.Kind: RenderFailureKind.VerificationFailed }
            && plan.Sources.Any(source => source.IsReadFromTables)
            && await PlanAsync(plan.Timeline(), [.. plan.Sources.Select(source => source.Bytes)], false, cancellation)
                is PlanResult.Planned(var other)
            && other.Hash() != plan.Hash()
            ? await _runner.RunAsync(other, workFolder, phased, cancellation)
            : result;
    }

    private async Task<PlanResult> PlanAsync(
        Timeline timeline,
        IReadOnlyList<MediaSource> sources,
        bool trustsTables,
        CancellationToken cancellation
    )
    {
        var read = await _materials.ReadAsync(timeline, sources, trustsTables, cancellation);
        if (read is not Result<IReadOnlyList<SourceMaterial>>.Ok(var materials))
        {
            return new PlanResult.Refused(((Result<IReadOnlyList<SourceMaterial>>.Failed)read).Failure);
        }

        var result = Named(RenderPlanner.Plan(timeline, materials), sources);
        try
        {
            if (result is not PlanResult.Planned { Plan: { Settings.Mode: RenderMode.Auto } plan })
            {
                return result;
            }

            var copying = CopyPlanner.Apply(plan, await CopySources.ReadAsync(plan, cancellation));
            var movies = copying.Sources.Select(source => source.Bytes.Movie);
            return new PlanResult.Planned(SoundCopying.Apply(copying, [.. movies]));
        }
        catch (IOException problem)
        {
            return new PlanResult.Refused(
                RenderFailure.Of(RenderFailureKind.SourceUnavailable, $"A source cannot be read: {problem.Message}.")
            );
        }
    }

    private static PlanResult Named(PlanResult result, IReadOnlyList<MediaSource> sources) =>
        result is PlanResult.Planned { Plan: var plan }
            ? new PlanResult.Planned(
                plan with
                {
                    Sources =
                    [
                        .. plan.Sources.Zip(sources, (planned, source) => planned with { Identity = source.Identity }),
                    ],
                }
            )
            : result;

    private async Task<StandIn> HeadAsync(MediaSource source, CancellationToken cancellation)
    {
        try
        {
            return source.LocalPath is null
                ? await StandIn.OfHeadAsync(
                    source,
                    await MovieFile.ReadAsync(source, cancellation),
                    _scratch,
                    cancellation
                )
                : await StandIn.OfWholeAsync(source, _scratch, cancellation);
        }
        catch (Exception fault) when (Mp4Indexer.IsOfTheFile(fault))
        {
            return await StandIn.OfWholeAsync(source, _scratch, cancellation);
        }
    }

    /// <summary>Removes kept pieces that nobody has used for long; for a process that renders nothing for days.</summary>
    public void EvictPieces() => _pieces?.Evict();
}
