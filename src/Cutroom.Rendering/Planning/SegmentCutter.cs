using Cutroom.Rendering.Indexing;

namespace Cutroom.Rendering.Planning;

/// <summary>Pictures [First, End) of one source in the order shown, and the frame of the output the first one becomes.</summary>
internal readonly record struct FrameRange(int Source, int First, int End, long Frame);

/// <summary>
/// Cuts a range of one source into pieces: encoded up to the first keyframe, copied for as long as what is copied has no
/// hole, and the few pictures left at the end encoded. Pure.
/// </summary>
internal static class SegmentCutter
{
    /// <summary>
    /// The farthest a keyframe may lie before an encoded piece: all in between is decoded only to be thrown away, and
    /// the exact path, which may start at lesser keyframes, is then the better one.
    /// </summary>
    public const int MaxPreroll = 1_500;

    public const string HeadReason = "the segment starts between keyframes";
    public const string WholeReason = "the segment has no keyframe to copy from";
    public const string TailReason = "the segment ends inside a group of pictures";

    /// <summary>The pieces, or null when one would need more than <see cref="MaxPreroll"/> pictures before it.</summary>
    public static IReadOnlyList<VideoPiece.Cut>? Cut(VideoIndex index, FrameRange range)
    {
        VideoPiece.Cut?[] pieces = FindCopy(index, range) is { } copy
            ?
            [
                EncodePiece(index, range, range.First, copy.FirstRank, HeadReason),
                copy,
                EncodePiece(index, range, copy.EndRank, range.End, TailReason),
            ]
            : [EncodePiece(index, range, range.First, range.End, WholeReason)];
        var complete = pieces.OfType<VideoPiece.Cut>().ToList();
        return complete.OfType<VideoPiece.Encode>().All(piece => HasKeyframeNearby(index, piece)) ? complete : null;
    }

    /// <summary>The last keyframe from which the picture of this rank can be decoded, or sample 0.</summary>
    private static int KeyframeBefore(VideoIndex index, int rank)
    {
        var sample = index.Shown[rank];
        while (sample > 0 && !index.IsKeyframeFor(sample, rank))
        {
            sample--;
        }

        return sample;
    }

    private static bool HasKeyframeNearby(VideoIndex index, VideoPiece.Encode piece) =>
        index.IsKeyframeFor(piece.FirstSample, piece.FirstRank)
        && index.Shown[piece.FirstRank] - piece.FirstSample <= MaxPreroll;

    private static VideoPiece.Copy? FindCopy(VideoIndex index, FrameRange range)
    {
        for (var sample = KeyframeBefore(index, range.First); sample < index.Kinds.Length; sample++)
        {
            if (index.IsKeyframe(sample) && index.Ranks[sample] >= range.First)
            {
                return index.Ranks[sample] < range.End ? LongestPrefix(index, range, sample) : null;
            }
        }

        return null;
    }

    /// <summary>Any prefix in decode order decodes; the longest is kept whose pictures follow each other when shown.</summary>
    private static VideoPiece.Copy LongestPrefix(VideoIndex index, FrameRange range, int keyframe)
    {
        var firstRank = index.Ranks[keyframe];
        var (highest, seen, leading) = (firstRank, 0, false);
        var (count, endSample) = (0, keyframe);
        for (var sample = keyframe; sample < index.Kinds.Length; sample++)
        {
            if (index.Pts[sample] < index.Pts[keyframe])
            {
                leading = true;
                continue;
            }

            var rank = index.Ranks[sample];
            if (rank < 0 || rank >= range.End)
            {
                break;
            }

            highest = Math.Max(highest, rank);
            if (highest - firstRank + 1 == ++seen)
            {
                (count, endSample) = (seen, sample + 1);
            }
        }

        return new VideoPiece.Copy
        {
            FirstFrame = range.Frame + firstRank - range.First,
            FrameCount = count,
            Source = range.Source,
            FirstRank = firstRank,
            FirstSample = keyframe,
            EndSample = endSample,
            BreaksLink = leading && index.Kinds[keyframe] == SampleKind.Cra,
        };
    }

    private static VideoPiece.Encode? EncodePiece(
        VideoIndex index,
        FrameRange range,
        int first,
        int end,
        string reason
    ) =>
        first == end
            ? null
            : new VideoPiece.Encode
            {
                FirstFrame = range.Frame + first - range.First,
                FrameCount = end - first,
                Source = range.Source,
                FirstRank = first,
                FirstSample = KeyframeBefore(index, first),
                EndSample = index.Shown.AsSpan(first, end - first).ToArray().Max() + 1,
                Reason = reason,
            };
}
