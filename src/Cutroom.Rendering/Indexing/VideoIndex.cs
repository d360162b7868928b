using Cutroom.Rendering.Sources;

namespace Cutroom.Rendering.Indexing;

/// <summary>
/// Every picture of one video track without the pictures: in decode order where it lies, when it is shown on the file's
/// own timeline, and whether a decoder may start there. Holds 30 bytes a sample, whatever the size of the file.
/// </summary>
internal sealed class VideoIndex
{
    public required VisualSampleEntry Entry { get; init; }
    public required DecoderConfiguration Configuration { get; init; }
    public required uint Timescale { get; init; }

    /// <summary>The 36 bytes of the track header's matrix, which is how a rotation is stored.</summary>
    public required byte[] Matrix { get; init; }

    /// <summary>Shown times in decode order, in <see cref="Timescale"/>, the edit list applied.</summary>
    public required long[] Pts { get; init; }
    public required int[] Sizes { get; init; }
    public required long[] Offsets { get; init; }
    public required SampleKind[] Kinds { get; init; }

    /// <summary>Decode positions of the shown pictures, in the order they are shown.</summary>
    public required int[] Shown { get; init; }

    /// <summary>For each decode position its place in <see cref="Shown"/>, -1 for a picture the edit list hides.</summary>
    public required int[] Ranks { get; init; }

    /// <summary>When the last shown picture ends.</summary>
    public required long End { get; init; }

    public NalFamily Family => Configuration.Family;

    public int FrameCount => Shown.Length;

    public long PtsOfRank(int rank) => rank < Shown.Length ? Pts[Shown[rank]] : End;

    public bool IsKeyframe(int sample) => Kinds[sample] is SampleKind.Idr or SampleKind.Cra;

    /// <summary>Whether the container calls it a place to start, true or not.</summary>
    public bool IsSync(int sample) => Kinds[sample] != SampleKind.Other;

    /// <summary>Whether decoding from <paramref name="sample"/> gives the picture of this rank and all shown after it.</summary>
    public bool IsKeyframeFor(int sample, int rank) => IsKeyframe(sample) && Pts[sample] <= PtsOfRank(rank);

    /// <summary>Where the samples [first, end) lie; a number beyond the last one means all that are left.</summary>
    public IEnumerable<ByteRange> RangesOf(int first, int end) => ByteRange.Of(Offsets, Sizes, first, end);

    /// <summary>How many pictures are shown before <paramref name="pts"/>: the rank of the first one at or after it.</summary>
    public int RankAt(long pts)
    {
        var (low, high) = (0, Shown.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Pts[Shown[middle]] < pts)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
