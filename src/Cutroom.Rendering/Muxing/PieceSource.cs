using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Planning;

namespace Cutroom.Rendering.Muxing;

/// <summary>
/// The samples an encoded piece is decoded from, as a small file of their own. The decoder then starts at the right
/// keyframe by construction: no seek, no edit list and no rotation can change which pictures come out.
/// </summary>
/// <param name="Track">To be written with the source as the only file.</param>
/// <param name="FirstPts">Of the first wanted picture, in the track's timescale as the small file shows it.</param>
/// <param name="EndPts">Exclusive.</param>
internal sealed record PieceSource(MovieTrack Track, long FirstPts, long EndPts)
{
    public static PieceSource Of(VideoPiece.Encode piece, VideoIndex source)
    {
        var start = source.Pts[piece.FirstSample];
        var samples = new List<SampleBytes>();
        var pts = new List<long>();
        var keyframes = new List<int>();
        for (var sample = piece.FirstSample; sample < piece.EndSample; sample++)
        {
            if (source.Pts[sample] < start)
                continue;
            if (source.IsKeyframe(sample))
                keyframes.Add(samples.Count);
            samples.Add(new SampleBytes(0, source.Offsets[sample], source.Sizes[sample]));
            pts.Add(source.Pts[sample] - start);
        }
        var times = VideoTimes.From(pts);
        var track = new MovieTrack
        {
            IsVideo = true,
            Timescale = source.Timescale,
            SampleDescription = VisualSampleDescription.Write(source.Entry, source.Family, source.Configuration.Record),
            Samples = samples,
            DecodeTimes = times.DecodeTimes,
            Shifts = times.Shifts,
            Keyframes = keyframes,
            LastDuration = 1,
            EditStart = times.Delay,
            Duration = times.DecodeTimes[^1] + 1,
            Width = source.Entry.Width,
            Height = source.Entry.Height,
        };
        return new PieceSource(
            track,
            source.PtsOfRank(piece.FirstRank) - start,
            source.PtsOfRank(piece.EndRank - 1) - start + 1
        );
    }
}
