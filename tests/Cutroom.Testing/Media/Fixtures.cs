using static Cutroom.Testing.Media.FixtureRecipes;

namespace Cutroom.Testing.Media;

/// <summary>The files that every cut must be exact on. Small and short: what they vary is structure, not weight.</summary>
internal static class Fixtures
{
    private const string Size = "640x360";

    /// <summary>The encoder's own defaults: key frames as far apart as it likes, three B-frames, closed.</summary>
    public static Fixture.Encoded Gop250 { get; } =
        Made(
            "gop250",
            ".mp4",
            Video(Size, "30", 12),
            Sound(48000, "stereo", 12, 1),
            [.. H264("fast", 23), .. Aac(128)]
        );

    public static Fixture.Encoded Gop60 { get; } =
        Made(
            "gop60",
            ".mp4",
            Video(Size, "30", 10),
            Sound(48000, "stereo", 10, 2),
            [.. H264("veryfast", 25), "-g", "60", "-keyint_min", "60", "-sc_threshold", "0", "-bf", "3", .. Aac(128)]
        );

    public static Fixture.Encoded OpenGop { get; } =
        Made(
            "open_gop",
            ".mp4",
            Video(Size, "30", 10),
            Sound(48000, "stereo", 10, 3),
            [.. H264("veryfast", 25), "-x264-params", "open-gop=1:keyint=60:bframes=3", .. Aac(128)]
        );

    public static Fixture.Encoded HevcOpenGop { get; } =
        Made(
            "hevc_open_gop",
            ".mp4",
            Video(Size, "30", 8),
            Sound(48000, "stereo", 8, 4),
            [.. H265("superfast", 27, "keyint=60:bframes=4:b-adapt=2"), .. Aac(128)]
        );

    public static Fixture.Encoded Mono25 { get; } =
        Made(
            "p25_mono44",
            ".mp4",
            Video(Size, "25", 8),
            Sound(44100, "mono", 8, 11),
            [.. H264("veryfast", 20), "-g", "50", .. Aac(96)]
        );

    public static Fixture.Encoded NoSound { get; } =
        Copied("no_sound", ".mp4", Mono25, "-an") with
        {
            HasSound = false,
        };

    /// <summary>Four of thirteen frames are missing, the first two among them: the pictures start late.</summary>
    public static Fixture.Encoded Variable { get; } =
        Made(
            "variable",
            ".mp4",
            $"{Video(Size, "30", 10)},select='gt(mod(n*7919\\,13)\\,3)'",
            Sound(48000, "stereo", 10, 5),
            [.. H264("veryfast", 20), "-g", "60", "-vsync", "vfr", "-video_track_timescale", "90000", .. Aac(128)]
        ) with
        {
            IsVariable = true,
        };

    public static Fixture.Encoded TenBitH264 { get; } =
        Made(
            "ten_bit_h264",
            ".mp4",
            Video(Size, "30", 6),
            Sound(48000, "stereo", 6, 6),
            ["-pix_fmt", "yuv420p10le", .. H264("veryfast", 20), "-g", "60", .. Aac(128)]
        );

    public static Fixture.Encoded TenBitHevc { get; } =
        Made(
            "ten_bit_hevc",
            ".mp4",
            Video(Size, "30", 6),
            Sound(48000, "stereo", 6, 7),
            ["-pix_fmt", "yuv420p10le", .. H265("ultrafast", 24, "keyint=60"), .. Aac(128)]
        );

    private static Fixture.Encoded Upright { get; } =
        Made(
            "upright",
            ".mp4",
            $"{Video(Size, "30", 6)},transpose=clock",
            Sound(48000, "stereo", 6, 8),
            [.. H264("veryfast", 20), "-g", "60", .. Aac(128)]
        );

    /// <summary>Stored upright; only the display matrix turns it, and then the strip is on top.</summary>
    public static Fixture.Encoded Rotated { get; } = Copied("rotated", ".mp4", Upright, "-metadata:s:v", "rotate=90");

    /// <summary>The strip is drawn on whole frames: on fields, two numbers would mix.</summary>
    public static Fixture.Encoded Interlaced { get; } =
        Made(
            "interlaced25",
            ".mp4",
            $"testsrc2=size={Size}:rate=50:duration=8,noise=alls=4:allf=t,tinterlace=interleave_top,fieldorder=tff,{Barcode.Draw},format=yuv420p",
            Sound(48000, "stereo", 8, 9),
            [.. H264("veryfast", 20), "-g", "50", "-flags", "+ilme+ildct", "-x264-params", "tff=1", .. Aac(128)]
        );

    public static Fixture.Encoded Ntsc { get; } =
        Made(
            "ntsc2997",
            ".mp4",
            Video(Size, "30000/1001", 8),
            Sound(48000, "stereo", 8, 10),
            [.. H264("veryfast", 20), "-g", "60", .. Aac(128)]
        );

    public static Fixture.Encoded BaselineWide { get; } =
        Made(
            "baseline_sar",
            ".mp4",
            Video("640x480", "24000/1001", 8),
            Sound(22050, "mono", 8, 12),
            ["-profile:v", "baseline", "-vf", "setsar=8/9", .. H264("veryfast", 20), "-g", "48", .. Aac(64)]
        ) with
        {
            Size = (640, 480),
            Aspect = 8.0 / 9,
        };
}
