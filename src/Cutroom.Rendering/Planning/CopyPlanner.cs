using Cutroom.Rendering.Indexing;

namespace Cutroom.Rendering.Planning;

/// <summary>What came of looking for pictures to copy.</summary>
internal abstract record CopyPlanResult
{
    private CopyPlanResult() { }

    public sealed record Planned(CopyPlan Plan) : CopyPlanResult;

    /// <param name="Reason">One sentence for the report; everything is encoded then.</param>
    public sealed record Refused(string Reason) : CopyPlanResult;
}

/// <summary>From segments to pieces. Pure: the same indexes give the same plan.</summary>
internal static class CopyPlanner
{
    /// <summary>A clock finer than this is refused by some players.</summary>
    private const long MaxTimescale = 10_000_000;

    /// <param name="sources">By source; null where no segment uses it.</param>
    public static CopyPlanResult Plan(IReadOnlyList<FrameRange> segments, IReadOnlyList<VideoIndex?> sources)
    {
        var used = segments.Select(segment => segment.Source).Distinct().ToList();
        if (CommonTimescale(used.Select(source => sources[source]!.Timescale)) is not { } timescale)
            return new CopyPlanResult.Refused("the sources have no common clock that players take");
        var pieces = new List<VideoPiece>();
        foreach (var run in Contiguous(segments))
        {
            if (SegmentCutter.Cut(sources[run.Source]!, run.Source, run.FirstRank, run.EndRank) is not { } cut)
                return new CopyPlanResult.Refused(
                    $"source {run.Source} has no keyframe within {SegmentCutter.MaxPreroll} frames before a cut"
                );
            pieces.AddRange(cut);
        }
        if (!pieces.OfType<VideoPiece.Copy>().Any())
            return new CopyPlanResult.Refused("no segment has a keyframe to copy from");
        var duration = CopyPlan.Starts(timescale, segments, sources).Last();
        return new CopyPlanResult.Planned(new CopyPlan(timescale, segments, pieces, duration));
    }

    private static uint? CommonTimescale(IEnumerable<uint> timescales)
    {
        long common = 1;
        foreach (var timescale in timescales)
        {
            common = common / GreatestCommonDivisor(common, timescale) * timescale;
            if (common > MaxTimescale)
                return null;
        }
        return (uint)common;
    }

    private static long GreatestCommonDivisor(long left, long right) =>
        right == 0 ? left : GreatestCommonDivisor(right, left % right);

    /// <summary>Segments that go on where the one before ended are one run: there is nothing to cut between them.</summary>
    private static List<FrameRange> Contiguous(IReadOnlyList<FrameRange> segments)
    {
        var runs = new List<FrameRange>();
        foreach (var segment in segments)
            if (runs.Count > 0 && runs[^1].Source == segment.Source && runs[^1].EndRank == segment.FirstRank)
                runs[^1] = runs[^1] with { EndRank = segment.EndRank };
            else
                runs.Add(segment);
        return runs;
    }
}
