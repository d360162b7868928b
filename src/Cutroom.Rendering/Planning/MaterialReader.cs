using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>Reads everything the planner needs to know of the sources a timeline uses.</summary>
internal sealed class MaterialReader(MediaProbe probe, FrameIndexReader indexes)
{
    public async Task<Result<IReadOnlyList<SourceMaterial>>> ReadAsync(
        Timeline timeline,
        IReadOnlyList<string> paths,
        CancellationToken cancellation
    )
    {
        var materials = new List<SourceMaterial>();
        var known = new Dictionary<string, SourceMaterial>();
        foreach (var (number, path) in paths.Index())
        {
            if (!known.TryGetValue(path, out var material))
            {
                var read = await ReadAsync(path, Segments(timeline, paths, path), cancellation);
                if (read is Result<SourceMaterial>.Failed(var failure))
                {
                    return failure with { SourceIndex = number };
                }

                material = known[path] = ((Result<SourceMaterial>.Ok)read).Value;
            }

            materials.Add(material);
        }

        return new Result<IReadOnlyList<SourceMaterial>>.Ok(materials);
    }

    private async Task<Result<SourceMaterial>> ReadAsync(
        string path,
        IReadOnlyList<Segment> segments,
        CancellationToken cancellation
    )
    {
        var probed = await probe.ProbeAsync(path, cancellation);
        if (probed is not Result<ProbedSource>.Ok(var source))
        {
            return ((Result<ProbedSource>.Failed)probed).Failure;
        }

        var index = source.Pictures is null
            ? await indexes.ReadSoundAsync(source, cancellation)
            : await indexes.ReadPicturesAsync(source, Ranges(source, segments), cancellation);
        return index switch
        {
            Result<FrameIndex>.Ok(var value) => new SourceMaterial(source, value),
            Result<FrameIndex>.Failed(var failure) => failure,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static IReadOnlyList<Segment> Segments(Timeline timeline, IReadOnlyList<string> paths, string path) =>
        [
            .. timeline.Segments.Where(segment =>
                segment.Source >= 0 && segment.Source < paths.Count && paths[segment.Source] == path
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
