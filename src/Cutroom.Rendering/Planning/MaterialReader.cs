using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Sources;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>Reads everything the planner needs to know of the sources a timeline uses.</summary>
/// <param name="scratch">Where copies of sources behind a network lie while the engine looks at them.</param>
internal sealed class MaterialReader(MediaProbe probe, FrameIndexReader indexes, string scratch)
{
    /// <param name="trustsTables">Take frame times from the tables of MP4 and MOV files; else the engine lists them.</param>
    public async Task<Result<IReadOnlyList<SourceMaterial>>> ReadAsync(
        Timeline timeline,
        IReadOnlyList<MediaSource> sources,
        bool trustsTables,
        CancellationToken cancellation
    )
    {
        var materials = new List<SourceMaterial>();
        var known = new Dictionary<MediaSource, SourceMaterial>();
        foreach (var (number, source) in sources.Index())
        {
            if (!known.TryGetValue(source, out var material))
            {
                var read = await ReadAsync(source, Segments(timeline, sources, source), trustsTables, cancellation);
                if (read is Result<SourceMaterial>.Failed(var failure))
                {
                    return failure with { SourceIndex = number };
                }

                material = known[source] = ((Result<SourceMaterial>.Ok)read).Value;
            }

            materials.Add(material);
        }

        return new Result<IReadOnlyList<SourceMaterial>>.Ok(materials);
    }

    private async Task<Result<SourceMaterial>> ReadAsync(
        MediaSource source,
        IReadOnlyList<Segment> segments,
        bool trustsTables,
        CancellationToken cancellation
    )
    {
        try
        {
            return trustsTables && await ReadTablesAsync(source, cancellation) is { } read
                ? read
                : await ReadWholeAsync(source, segments, cancellation);
        }
        catch (IOException problem) when (source.LocalPath is null)
        {
            return RenderFailure.Of(
                RenderFailureKind.SourceUnavailable,
                $"{source.Name} cannot be read: {problem.Message}"
            );
        }
    }

    /// <summary>Null when the tables do not say enough, or say something odd.</summary>
    private async Task<SourceMaterial?> ReadTablesAsync(MediaSource source, CancellationToken cancellation)
    {
        try
        {
            var head = new byte[ContainerSniffer.HeadBytes];
            var length = await source.ReadAsync(0, head, cancellation);
            if (ContainerSniffer.DemuxerOf(head.AsSpan(0, length)) != "mov")
            {
                return null;
            }

            var movie = await MovieFile.ReadAsync(source, cancellation);
            if (
                movie.Pictures is not IndexResult.Indexed { Index: var pictures }
                || TableTimes.Of(pictures) is not { } times
            )
            {
                return null;
            }

            var facts = MovieFacts.Read(source, movie) ?? await AskEngineAsync(source, movie, cancellation);
            return facts?.Pictures?.TimeBase == times.TimeBase ? new SourceMaterial(facts, times) : null;
        }
        catch (Exception fault)
            when (Mp4Indexer.IsOfTheFile(fault)
                || (fault is IOException or UnauthorizedAccessException && source.LocalPath is not null)
            )
        {
            return null; // The engine has the words for what is wrong.
        }
    }

    private async Task<ProbedSource?> AskEngineAsync(MediaSource source, Movie movie, CancellationToken cancellation)
    {
        using var file = await StandIn.OfHeadAsync(source, movie, scratch, cancellation);
        return await probe.ProbeAsync(file.Path, cancellation) is Result<ProbedSource>.Ok(var probed)
            ? Named(probed, source)
            : null;
    }

    private async Task<Result<SourceMaterial>> ReadWholeAsync(
        MediaSource source,
        IReadOnlyList<Segment> segments,
        CancellationToken cancellation
    )
    {
        using var file = await StandIn.OfWholeAsync(source, scratch, cancellation);
        var probed = await probe.ProbeAsync(file.Path, cancellation);
        if (probed is not Result<ProbedSource>.Ok(var facts))
        {
            return ((Result<ProbedSource>.Failed)probed).Failure;
        }

        var index = facts.Pictures is null
            ? await indexes.ReadSoundAsync(facts, cancellation)
            : await indexes.ReadPicturesAsync(facts, Ranges(facts, segments), cancellation);
        return index switch
        {
            Result<FrameIndex>.Ok(var value) => new SourceMaterial(Named(facts, source), value),
            Result<FrameIndex>.Failed(var failure) => failure,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>The engine saw a stand-in; from here on the source is meant.</summary>
    private static ProbedSource Named(ProbedSource probed, MediaSource source) =>
        probed with
        {
            Path = source.LocalPath ?? source.Name,
            Source = source,
        };

    private static IReadOnlyList<Segment> Segments(
        Timeline timeline,
        IReadOnlyList<MediaSource> sources,
        MediaSource source
    ) =>
        [
            .. timeline.Segments.Where(segment =>
                segment.Source >= 0 && segment.Source < sources.Count && sources[segment.Source].Equals(source)
            ),
        ];

    private static IReadOnlyList<TimeRange> Ranges(ProbedSource source, IReadOnlyList<Segment> segments) =>
        [
            .. segments.Select(segment => new TimeRange(
                source.Origin + segment.Start,
                source.Origin + MediaTime.Max(segment.Start, segment.End ?? source.Media.Duration)
            )),
        ];
}
