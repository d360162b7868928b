using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Tests.Planning;

/// <summary>What a render is taken to need before it is planned.</summary>
public sealed class RenderNeedsSpecs
{
    private const long Kbps = 8_000;

    [Theory]
    [InlineData(320, 180, VideoCodec.H264, 1)]
    [InlineData(1920, 1080, VideoCodec.H264, 1)]
    [InlineData(1080, 1920, VideoCodec.H264, 1)]
    [InlineData(2560, 1440, VideoCodec.H264, 2)]
    [InlineData(3840, 2160, VideoCodec.H264, 4)]
    [InlineData(1920, 1080, VideoCodec.H265, 2)]
    [InlineData(3840, 2160, VideoCodec.H265, 8)]
    public void The_size_and_the_codec_of_the_output_make_its_slots(
        int width,
        int height,
        VideoCodec codec,
        int slots
    ) => Assert.Equal(slots, Of(Clip(width, height), new() { Codec = codec }).Slots);

    [Fact]
    public void A_smaller_output_needs_less_than_its_source() =>
        Assert.Equal(1, Of(Clip(3840, 2160), new() { Width = 1280, Height = 720 }).Slots);

    [Fact]
    public void Sound_alone_takes_one_slot_and_little_memory()
    {
        var needs = Of(Clip(0, 0), new() { Format = OutputFormat.Mp3, Codec = VideoCodec.H265 });

        Assert.Equal((1, 120), (needs.Slots, needs.MemoryMib));
    }

    /// <summary>The peaks of the decision's table, in MiB, at eight threads: enough for each, and not twice as much.</summary>
    [Theory]
    [InlineData(1280, 720, 1, 250)]
    [InlineData(1920, 1080, 1, 446)]
    [InlineData(3840, 2160, 1, 1440)]
    [InlineData(7680, 4320, 1, 5334)]
    [InlineData(1920, 1080, 5, 715)]
    [InlineData(1920, 1080, 20, 1706)]
    public void Memory_is_what_was_measured(int width, int height, int segments, int measured) =>
        Assert.InRange(Of(Clip(width, height), new(), segments).MemoryMib, measured, measured * 1.2);

    /// <summary>10 s of 8 Mbit/s, a tenth more, and its sound; pieces beside it, and a fifth to spare.</summary>
    [Fact]
    public void Disk_is_for_the_output_and_its_pieces() =>
        Assert.Equal(
            (long)Math.Ceiling(10 * (8_000 * 1.1 + 320) * 125 * 2 * 1.2 / (1 << 20)),
            Of(Clip(1920, 1080), new()).DiskMib
        );

    [Fact]
    public void Disk_follows_the_length_that_is_taken_and_the_pixels_that_are_left()
    {
        var whole = Of(Clip(1920, 1080), new()).DiskMib;
        var half = Of([Clip(1920, 1080)], new(), [new(0, Seconds(5), null)]).DiskMib;
        var beyond = Of([Clip(1920, 1080)], new(), [new(0, Seconds(5), Seconds(99))]).DiskMib;
        var quarter = Of(Clip(1920, 1080), new() { Width = 960, Height = 540 }).DiskMib;

        Assert.Equal((half, half), (beyond, (whole + 1) / 2));
        Assert.InRange((double)quarter / whole, 0.25, 0.35);
    }

    [Fact]
    public void Sources_from_a_bucket_lie_on_the_disk_once_each()
    {
        var clip = Clip(1920, 1080);
        var local = RenderNeeds.Of(Line(new(), [Whole, Whole]), [clip], areRemote: false);
        var remote = RenderNeeds.Of(Line(new(), [Whole, Whole]), [clip], areRemote: true);

        Assert.Equal(clip.SizeBytes * 1.2 / (1 << 20), remote.DiskMib - local.DiskMib, tolerance: 1);
    }

    /// <summary>A cut out of hours must not ask for room for hours.</summary>
    [Theory]
    [InlineData("mp4", 0.1)]
    [InlineData("mov", 0.1)]
    [InlineData("mpegts", 1)]
    public void Of_a_file_with_tables_only_what_is_used_is_brought(string container, double part)
    {
        var clip = Clip(1920, 1080) with { Container = container, SizeBytes = 1_000_000_000 };
        var second = new Segment(0, MediaTime.Zero, Seconds(1));
        var local = RenderNeeds.Of(Line(new(), [second]), [clip], areRemote: false);
        var remote = RenderNeeds.Of(Line(new(), [second]), [clip], areRemote: true);

        Assert.Equal(clip.SizeBytes * part * 1.2 / (1 << 20), remote.DiskMib - local.DiskMib, tolerance: 1);
    }

    private static readonly Segment Whole = new(0, MediaTime.Zero, null);

    private static RenderNeeds Of(MediaInfo source, OutputSettings settings, int segments = 1) =>
        Of([source], settings, [.. Enumerable.Repeat(Whole, segments)]);

    private static RenderNeeds Of(IReadOnlyList<MediaInfo> sources, OutputSettings settings, Segment[] segments) =>
        RenderNeeds.Of(Line(settings, segments), sources, areRemote: false);

    private static Timeline Line(OutputSettings settings, Segment[] segments) => new(segments, settings);

    /// <summary>10 s; without pictures where it has no width.</summary>
    private static MediaInfo Clip(int width, int height) =>
        new()
        {
            Container = "mp4",
            SizeBytes = 10_000_000,
            Duration = Seconds(10),
            BitrateKbps = Kbps,
            Video =
                width == 0
                    ? null
                    : new()
                    {
                        Codec = "h264",
                        Width = width,
                        Height = height,
                        CodedWidth = width,
                        CodedHeight = height,
                        PixelFormat = "yuv420p",
                    },
        };

    private static MediaTime Seconds(int seconds) => MediaTime.FromSeconds(seconds);
}
