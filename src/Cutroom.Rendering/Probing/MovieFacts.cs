using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Muxing;
using Cutroom.Rendering.Sources;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Probing;

/// <summary>
/// The facts of the most usual kind of file, read from its own tables as the engine reads them: H.264 with square pixels, upright,
/// and at most one track of plain AAC. For anything else the engine is asked; starting it takes longer than all the rest of planning.
/// </summary>
internal static class MovieFacts
{
    // The engine takes its word on the rate from as many frames.
    private const int FramesOfRate = 32;

    private static readonly string[] PlainBoxes = ["avcC", "btrt", "colr", "pasp"];

    /// <summary>Null when the file is of another kind.</summary>
    public static ProbedSource? Read(MediaSource source, Movie movie)
    {
        var video = movie.Tracks.Index().Where(track => Movie.HandlerOf(track.Item) == "vide").ToList();
        var sounds = movie.Tracks.Count - video.Count;
        if (
            movie.Pictures is not IndexResult.Indexed { Index: var index }
            || sounds > 1
            || (sounds == 1 && movie.Sound is null)
            || RateOf(index) is not { } rate
            || FormatOf(video[0].Item, index) is not { } format
        )
        {
            return null;
        }

        var sound = movie.Sound is { } track ? AacFormat.Read(track.Description) : null;
        return sound is null == movie.Sound is null
            ? Compose(source, movie, index, video[0].Index, Describe(index, format, rate), sound)
            : null;
    }

    private static ProbedSource Compose(
        MediaSource source,
        Movie movie,
        VideoIndex index,
        int position,
        VideoStream pictures,
        AacFormat? sound
    )
    {
        var clock = new StreamClock(position, new(1, index.Timescale));
        var (start, end) = (TimeOf(index.PtsOfRank(0)), TimeOf(index.End));
        StreamClock? soundClock = null;
        if (movie.Sound is { } track)
        {
            soundClock = new(track.Position, new(1, track.Timescale));
            start = MediaTime.Min(start, MediaTime.FromTicks(track.Start, 1, track.Timescale));
            end = MediaTime.Max(end, MediaTime.FromTicks(track.End, 1, track.Timescale));
        }

        return new()
        {
            Path = source.LocalPath ?? source.Name,
            Source = source,
            Demuxer = "mov",
            Pictures = clock,
            Sound = soundClock,
            Origin = start,
            Media = new()
            {
                Container = movie.IsQuickTime ? "mov" : "mp4",
                SizeBytes = source.Length,
                Duration = end - start,
                BitrateKbps = Kilobits(source.Length, end - start) ?? 0,
                Video = pictures,
                Audio = sound is null ? null : Describe(movie.Sound!, sound), // one implies the other
            },
        };

        MediaTime TimeOf(long pts) => MediaTime.FromTicks(pts, clock.TimeBase);
    }

    /// <summary>The rate of the first frames; null when they do not come at one distance.</summary>
    private static Ratio? RateOf(VideoIndex index)
    {
        if (index.FrameCount < FramesOfRate)
        {
            return null;
        }

        var step = index.PtsOfRank(1) - index.PtsOfRank(0);
        var isRegular = Enumerable
            .Range(1, FramesOfRate - 1)
            .All(rank => index.PtsOfRank(rank) - index.PtsOfRank(rank - 1) == step);
        var rate = MediaTime.FromTicks(index.Timescale, 1, step);
        return isRegular && SourceFacts.IsCredible(new(rate.Numerator, rate.Denominator))
            ? new(rate.Numerator, rate.Denominator)
            : null;
    }

    /// <summary>Null unless container and stream agree on a plain picture.</summary>
    private static H264Format? FormatOf(Box track, VideoIndex index)
    {
        var sets = index.Configuration.ParameterSets.Where(IsSequence).ToList();
        return
            index.Family == NalFamily.H264
            && sets.Count == 1
            && index.Entry.Boxes.All(box => PlainBoxes.Contains(box.Type))
            && index.Matrix.AsSpan().SequenceEqual(MovieTrack.UnityMatrix)
            && HasPlainColour(index.Entry)
            && HasSquarePixels(index.Entry)
            && H264Format.Read(sets[0]) is { } format
            && format.Aspect is null or { Numerator: 1, Denominator: 1 }
            && (format.Width, format.Height) == (index.Entry.Width, index.Entry.Height)
            && (format.Width, format.Height) == SizeOf(track.Require("tkhd"))
            && SourceFacts.IsAcceptable(format.Width, format.Height)
            ? format
            : null;

        static bool IsSequence(byte[] set) => NalUnits.TypeOf(NalFamily.H264, set[0]) == 7;
    }

    private static bool HasSquarePixels(VisualSampleEntry entry) =>
        entry.Boxes.Where(box => box.Type == "pasp").All(box => box.Body.Span is [0, 0, 0, 1, 0, 0, 0, 1]);

    // The container's word on colour would have to be weighed against the stream's.
    private static bool HasPlainColour(VisualSampleEntry entry) => entry.Boxes.All(box => box.Type != "colr");

    /// <summary>The last fields of the track header: the size shown, in 16.16 fixed point.</summary>
    private static (int Width, int Height)? SizeOf(Box header)
    {
        var reader = new BigEndianReader(header.Body.Span[^8..]);
        var (width, height) = (reader.UInt32(), reader.UInt32());
        return (width & 0xFFFF, height & 0xFFFF) == (0, 0) ? ((int)(width >> 16), (int)(height >> 16)) : null;
    }

    private static VideoStream Describe(VideoIndex index, H264Format format, Ratio rate) =>
        new()
        {
            Codec = "h264",
            Width = format.Width,
            Height = format.Height,
            CodedWidth = format.Width,
            CodedHeight = format.Height,
            FrameRate = rate,
            PixelFormat = "yuv420p",
            ColorSpace = format.Matrix,
            ColorTransfer = format.Transfer,
            ColorPrimaries = format.Primaries,
            ColorRange = format.Range,
            BitrateKbps = Kilobits(
                index.Sizes.Sum(size => (long)size),
                MediaTime.FromTicks(index.End - index.PtsOfRank(0), 1, index.Timescale)
            ),
        };

    private static AudioStream Describe(SoundIndex sound, AacFormat format) =>
        new()
        {
            Codec = "aac",
            SampleRate = format.SampleRate,
            Channels = format.Channels,
            BitrateKbps = Kilobits(
                sound.Samples.Sizes.Sum(size => (long)size),
                MediaTime.FromTicks(sound.End - sound.Start, 1, sound.Timescale)
            ),
        };

    private static long? Kilobits(long bytes, MediaTime duration) =>
        duration > MediaTime.Zero ? (long)Math.Round(bytes * 8 / 1000.0 / duration.ToApproximateSeconds()) : null;
}
