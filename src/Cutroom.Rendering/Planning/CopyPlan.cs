using Cutroom.Rendering.Indexing;

namespace Cutroom.Rendering.Planning;

/// <summary>Pictures [FirstRank, EndRank) of one source, in the order shown: what one segment comes to.</summary>
internal readonly record struct FrameRange(int Source, int FirstRank, int EndRank);

/// <summary>A picture track of the output made of copied and encoded pieces, in order.</summary>
/// <param name="Timescale">Of the output: every source's own clock divides it, so no time is rounded.</param>
/// <param name="Segments">The segments asked for, one by one.</param>
/// <param name="Duration">In <paramref name="Timescale"/>.</param>
internal sealed record CopyPlan(
    uint Timescale,
    IReadOnlyList<FrameRange> Segments,
    IReadOnlyList<VideoPiece> Pieces,
    long Duration
)
{
    public long CopiedFrames => Pieces.OfType<VideoPiece.Copy>().Sum(piece => (long)piece.FrameCount);

    public long EncodedFrames => Pieces.OfType<VideoPiece.Encode>().Sum(piece => (long)piece.FrameCount);

    public long FrameCount => CopiedFrames + EncodedFrames;

    /// <summary>When each picture is shown, in the order shown and in <see cref="Timescale"/>; the first at 0.</summary>
    public IEnumerable<long> Times(IReadOnlyList<VideoIndex?> sources) =>
        Starts(Timescale, Segments, sources)
            .Zip(Segments)
            .SelectMany(pair => TimesOf(sources[pair.Second.Source]!, pair.Second).Select(time => time + pair.First));

    private IEnumerable<long> TimesOf(VideoIndex index, FrameRange range)
    {
        var scale = Timescale / index.Timescale;
        var first = index.PtsOfRank(range.FirstRank);
        for (var rank = range.FirstRank; rank < range.EndRank; rank++)
            yield return (index.PtsOfRank(rank) - first) * scale;
    }

    /// <summary>Where each segment starts in the output; one more value at the end, where the last one ends.</summary>
    public static IEnumerable<long> Starts(
        uint timescale,
        IEnumerable<FrameRange> ranges,
        IReadOnlyList<VideoIndex?> sources
    )
    {
        var start = 0L;
        foreach (var range in ranges)
        {
            yield return start;
            var index = sources[range.Source]!;
            var span = index.PtsOfRank(range.EndRank) - index.PtsOfRank(range.FirstRank);
            start = checked(start + span * (timescale / index.Timescale));
        }
        yield return start;
    }
}
