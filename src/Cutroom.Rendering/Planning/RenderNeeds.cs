using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>
/// What a render may take of its machine, told before anything but the facts of its sources is known. Whether pictures can be copied
/// shows only in the plan, so all of them count as encoded. Source of the constants: docs/decisions/0178-what-a-task-needs.md.
/// </summary>
/// <param name="Slots">As how many renders of H.264 in 1080p it counts.</param>
/// <param name="MemoryMib">Of the engine's processes.</param>
/// <param name="DiskMib">In the work folder, output included.</param>
public readonly record struct RenderNeeds(long Slots, long MemoryMib, long DiskMib)
{
    public static readonly RenderNeeds Least = new(1, 0, 0);

    private const long PixelsPerSlot = 1920 * 1088; // encoders round 1080 up
    private const int SlotsOfH265 = 2;

    // MiB; the engine alone, then for a million pixels of the output, and of each input: all of them are open at once.
    private const double Engine = 120;
    private const double PerMegapixelEncoded = 138;
    private const double PerMegapixelDecoded = 32;

    private const double SoundKbps = 320;
    private const double BytesPerKilobit = 125;

    /// <summary>Encoded pieces lie beside the output that is put together of them.</summary>
    private const double Copies = 2;

    private const double Margin = 1.2;

    /// <param name="sources">As the segments count them, each used by some.</param>
    /// <param name="areRemote">What is used of them is first brought into the work folder.</param>
    public static RenderNeeds Of(Timeline timeline, IReadOnlyList<MediaInfo> sources, bool areRemote)
    {
        var output = PixelsOf(timeline.Settings, sources[RenderPlanner.Reference(timeline, sources)].Video);
        var slots = Math.Max(1, (output + PixelsPerSlot - 1) / PixelsPerSlot);
        var isHeavy = output > 0 && timeline.Settings.Codec == VideoCodec.H265;
        var memory =
            Engine
            + PerMegapixelEncoded * Mega(output)
            + PerMegapixelDecoded * timeline.Segments.Sum(segment => Mega(PixelsOf(sources[segment.Source].Video)));
        var work = timeline.Segments.Sum(segment => OutputBytes(segment, sources[segment.Source], output)) * Copies;
        var brought = areRemote ? sources.Index().Sum(source => BroughtBytes(timeline, source.Index, source.Item)) : 0;
        return new(slots * (isHeavy ? SlotsOfH265 : 1), Whole(memory), Whole((work + brought) * Margin / (1 << 20)));
    }

    /// <summary>As if the bit rate followed the pixels: true where they are copied, too much where they are enlarged.</summary>
    private static double OutputBytes(Segment segment, MediaInfo source, long output)
    {
        var pixels = PixelsOf(source.Video);
        var kbps = pixels == 0 ? 0 : source.BitrateKbps * (double)WorkEstimate.Growth * output / pixels;
        return SecondsOf(segment, source) * (kbps + SoundKbps) * BytesPerKilobit;
    }

    /// <summary>Ranges of a file whose tables say where its samples lie, of any other all.</summary>
    private static double BroughtBytes(Timeline timeline, int number, MediaInfo source)
    {
        if (source.Container is not ("mp4" or "mov"))
            return source.SizeBytes;
        var used = timeline
            .Segments.Where(segment => segment.Source == number)
            .Sum(segment => SecondsOf(segment, source));
        return source.SizeBytes * Math.Min(1, used / source.Duration.ToApproximateSeconds());
    }

    private static double SecondsOf(Segment segment, MediaInfo source)
    {
        var end = segment.End is { } asked ? MediaTime.Min(asked, source.Duration) : source.Duration;
        return (end - segment.Start).ToApproximateSeconds();
    }

    private static long PixelsOf(OutputSettings settings, VideoStream? reference)
    {
        if (reference is null)
        {
            return 0;
        }

        var size = OutputGeometry.Choose(settings, ShownSize.Of(reference));
        return (long)size.Width * size.Height;
    }

    private static long PixelsOf(VideoStream? video) => video is null ? 0 : (long)video.CodedWidth * video.CodedHeight;

    private static double Mega(long pixels) => pixels / 1e6;

    private static long Whole(double mebibytes) => (long)Math.Ceiling(mebibytes);
}
