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
    /// <param name="isDisposable">Whether no other picture refers to a sample; such a one is left out unless it is wanted itself; null keeps all.</param>
    public static PieceSource Of(VideoPiece.Encode piece, VideoIndex source, Func<int, bool>? isDisposable = null)
    {
        var start = source.Pts[piece.FirstSample];
        var samples = Enumerable
            .Range(piece.FirstSample, piece.EndSample - piece.FirstSample)
            .Where(sample => source.Pts[sample] >= start)
            .Where(sample => IsWanted(source.Ranks[sample]) || isDisposable?.Invoke(sample) != true);
        return new PieceSource(
            TrackOf(source, [.. samples]),
            source.PtsOfRank(piece.FirstRank) - start,
            source.PtsOfRank(piece.EndRank - 1) - start + 1
        );

        bool IsWanted(int rank) => rank >= piece.FirstRank && rank < piece.EndRank;
    }

    /// <summary>A track of some samples of a file, the earliest shown at 0; to be written with that file as the only one.</summary>
    /// <param name="samples">In decode order, a keyframe first.</param>
    public static MovieTrack TrackOf(VideoIndex source, IReadOnlyList<int> samples)
    {
        var start = samples.Min(sample => source.Pts[sample]);
        var times = VideoTimes.From([.. samples.Select(sample => source.Pts[sample] - start)]);
        return new MovieTrack
        {
            IsVideo = true,
            Timescale = source.Timescale,
            SampleDescription = VisualSampleDescription.Write(source.Entry, source.Family, source.Configuration.Record),
            Samples = [.. samples.Select(sample => new SampleBytes(0, source.Offsets[sample], source.Sizes[sample]))],
            DecodeTimes = times.DecodeTimes,
            Shifts = times.Shifts,
            Keyframes = [.. samples.Index().Where(pair => source.IsSync(pair.Item)).Select(pair => pair.Index)],
            LastDuration = 1,
            EditStart = times.Delay,
            Duration = times.DecodeTimes[^1] + 1,
            Width = source.Entry.Width,
            Height = source.Entry.Height,
        };
    }
}
