using Cutroom.Rendering.Indexing;

namespace Cutroom.Rendering.Planning;

/// <summary>
/// Cuts the pictures [first, end) of one source into pieces: encoded up to the first keyframe, copied for as long as
/// what is copied has no hole, and the few pictures left at the end encoded. Pure.
/// </summary>
internal static class SegmentCutter
{
    /// <summary>
    /// The farthest a keyframe may lie before an encoded piece: all in between is decoded only to be thrown away, and
    /// the exact path, which may start at lesser keyframes, is then the better one.
    /// </summary>
    public const int MaxPreroll = 1_500;

    public const string HeadReason = "the segment starts between keyframes";
    public const string TailReason = "the segment ends inside a group of pictures";
    public const string WholeReason = "the segment has no keyframe to copy from";

    /// <summary>The pieces, or null when a piece would need more than <see cref="MaxPreroll"/> pictures of pre-roll.</summary>
    public static List<VideoPiece>? Cut(VideoIndex index, int source, int first, int end)
    {
        var pieces = new List<VideoPiece>();
        var copy = FindCopy(index, source, first, end);
        var complete = copy is null
            ? AddEncode(pieces, index, source, first, end, WholeReason)
            : AddEncode(pieces, index, source, first, copy.FirstRank, HeadReason)
                && Add(pieces, copy)
                && AddEncode(pieces, index, source, copy.EndRank, end, TailReason);
        return complete ? pieces : null;
    }

    private static bool Add(List<VideoPiece> pieces, VideoPiece piece)
    {
        pieces.Add(piece);
        return true;
    }

    private static VideoPiece.Copy? FindCopy(VideoIndex index, int source, int first, int end)
    {
        for (var sample = KeyframeBefore(index, first); sample < index.Kinds.Length; sample++)
        {
            if (!index.IsKeyframe(sample) || index.Ranks[sample] < first)
                continue;
            return index.Ranks[sample] < end ? LongestPrefix(index, source, sample, end) : null;
        }
        return null;
    }

    /// <summary>Any prefix in decode order decodes; the longest is kept whose pictures follow each other when shown.</summary>
    private static VideoPiece.Copy LongestPrefix(VideoIndex index, int source, int keyframe, int end)
    {
        var firstRank = index.Ranks[keyframe];
        var (highest, count, leading) = (firstRank, 0, false);
        VideoPiece.Copy? longest = null;
        for (var sample = keyframe; sample < index.Kinds.Length; sample++)
        {
            if (index.Pts[sample] < index.Pts[keyframe])
            {
                leading = true;
                continue;
            }
            var rank = index.Ranks[sample];
            if (rank < 0 || rank >= end)
                break;
            highest = Math.Max(highest, rank);
            if (highest - firstRank + 1 == ++count)
                longest = new(source, firstRank, count, keyframe, sample + 1, BreaksLink: false);
        }
        return longest! with { BreaksLink = leading && index.Kinds[keyframe] == SampleKind.Cra };
    }

    private static bool AddEncode(
        List<VideoPiece> pieces,
        VideoIndex index,
        int source,
        int first,
        int end,
        string reason
    )
    {
        if (first == end)
            return true;
        var keyframe = KeyframeBefore(index, first);
        var last = 0;
        for (var rank = first; rank < end; rank++)
            last = Math.Max(last, index.Shown[rank]);
        if (!index.IsKeyframeFor(keyframe, first) || index.Shown[first] - keyframe > MaxPreroll)
            return false;
        return Add(pieces, new VideoPiece.Encode(source, first, end - first, keyframe, last + 1, reason));
    }

    /// <summary>The last keyframe from which the picture of this rank can be decoded, or sample 0.</summary>
    public static int KeyframeBefore(VideoIndex index, int rank)
    {
        var sample = index.Shown[rank];
        while (sample > 0 && !index.IsKeyframeFor(sample, rank))
            sample--;
        return sample;
    }
}
