using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>Consecutive frames of one source, chosen by one segment or by several that follow on one another.</summary>
/// <param name="First">Index of the first frame.</param>
/// <param name="Count">At least 1.</param>
/// <param name="Asked">The (last) segment that chose them.</param>
internal sealed record FrameSelection(Segment Asked, SourceMaterial Material, int First, int Count)
{
    // A still picture may be shown for minutes; a cut just behind its start shall not show all of them.
    private static readonly MediaTime LongestOverrun = MediaTime.FromSeconds(1);

    private FrameIndex Index => Material.Index;

    public int Source => Asked.Source;

    public long FirstPts => Index.Pts[First];

    public long LastPts => Index.Pts[First + Count - 1];

    public MediaTime Start => Index.TimeOf(FirstPts);

    /// <summary>
    /// On the source's clock. A frame lasts until the next one starts, so that splitting a segment changes nothing; the last one is
    /// cut short only where it would outlast the asked range by more than a second.
    /// </summary>
    public MediaTime End
    {
        get
        {
            var natural = Index.TimeOf(Index.EndOf(First + Count - 1));
            return Asked.End + Material.Probed.Origin is { } asked && natural > asked + LongestOverrun
                ? MediaTime.Max(asked, Index.TimeOf(LastPts + 1))
                : natural;
        }
    }

    public MediaTime Span => End - Start;

    public bool Continues(FrameSelection before) =>
        before.Source == Source && before.First + before.Count == First && before.End == Start;

    public FrameSelection Append(FrameSelection next) => next with { First = First, Count = Count + next.Count };

    /// <summary>True when a clock of this rate would show the same frames at the same instants, from the first start to the last end.</summary>
    public bool IsOnGrid(Ratio rate)
    {
        var length = Span - MediaTime.FromTicks(Count * rate.Denominator, 1, rate.Numerator);
        var half = MediaTime.FromTicks(rate.Denominator, 1, 2 * rate.Numerator);
        return !Index.IsIrregular && IsRegular(rate) && length < half && -length < half;
    }

    /// <summary>True when frame i starts at i / rate after the first, up to the rounding of the source's clock.</summary>
    public bool IsRegular(Ratio rate)
    {
        // Where a tick is as long as a frame, being off by one is no rounding.
        var rounding = MediaTime.Max(Index.TimeOf(1), MediaTime.FromMilliseconds(1));
        var tolerance = MediaTime.Min(rounding, MediaTime.FromTicks(rate.Denominator, 1, 4 * rate.Numerator));
        for (var i = 1; i < Count; i++)
        {
            var deviation =
                Index.TimeOf(Index.Pts[First + i] - FirstPts)
                - MediaTime.FromTicks(i * rate.Denominator, 1, rate.Numerator);
            if (deviation > tolerance || deviation < -tolerance)
            {
                return false;
            }
        }

        return true;
    }
}
