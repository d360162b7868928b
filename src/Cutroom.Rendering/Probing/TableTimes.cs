using System.Runtime.CompilerServices;
using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Probing;

/// <summary>Frame times straight from the tables of a MP4 or MOV file.</summary>
internal static class TableTimes
{
    /// <summary>
    /// Null where only a decoder knows which pictures come out: the first one is no key frame, or pictures are shown before it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // See SampleTable.
    public static FrameIndex? Of(VideoIndex index)
    {
        if (!index.IsSync(0) || !index.IsSync(index.Shown[0]))
        {
            return null;
        }

        var (pts, keys) = (new long[index.FrameCount], new List<long>());
        for (var rank = 0; rank < pts.Length; rank++)
        {
            pts[rank] = index.PtsOfRank(rank);
            if (index.IsSync(index.Shown[rank]))
            {
                keys.Add(pts[rank]);
            }
        }

        return new()
        {
            TimeBase = new Ratio(1, index.Timescale),
            Pts = pts,
            Keys = keys,
            End = index.End,
            IsReadFromTables = true,
        };
    }
}
