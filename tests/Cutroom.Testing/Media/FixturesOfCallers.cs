using static Cutroom.Testing.Media.FixtureRecipes;

namespace Cutroom.Testing.Media;

/// <summary>What callers really bring: other containers, older codecs, odd rates, tracks that start late, sound alone.</summary>
internal static class FixturesOfCallers
{
    private const string Size = "640x360";

    public static Fixture.Encoded Mov { get; } = Copied("copy_mov", ".mov", Fixtures.Gop60);

    public static Fixture.Encoded Flv { get; } = Copied("copy_flv", ".flv", Fixtures.Gop60);

    public static Fixture.Encoded Mkv { get; } = Copied("copy_mkv", ".mkv", Fixtures.Gop60);

    public static Fixture.Encoded Ts { get; } = Copied("copy_ts", ".ts", Fixtures.Gop60);

    /// <summary>B-frames in a container that has no timestamps.</summary>
    public static Fixture.Encoded Avi { get; } = Copied("copy_avi", ".avi", Fixtures.Gop60);

    public static Fixture.Encoded ProgramStream { get; } =
        Older("mpeg_ps", ".mpg", 25, 21, "-c:v mpeg2video -q:v 3 -g 12 -bf 2 -c:a mp2 -b:a 192k -f mpeg");

    public static Fixture.Encoded Vob { get; } =
        Older("dvd_vob", ".vob", 25, 22, "-c:v mpeg2video -q:v 3 -g 15 -bf 2 -c:a ac3 -b:a 192k -f vob");

    /// <summary>Its writer leaves out the second instant, so the first picture lasts twice as long as the others.</summary>
    public static Fixture.Encoded Mpeg4Avi { get; } =
        Older("mpeg4_avi", ".avi", 25, 23, "-c:v mpeg4 -q:v 3 -g 50 -c:a libmp3lame -b:a 160k") with
        {
            IsVariable = true,
        };

    public static Fixture.Encoded WebM { get; } =
        Older(
            "vp9_webm",
            ".webm",
            30,
            24,
            "-c:v libvpx-vp9 -b:v 1M -deadline realtime -cpu-used 8 -row-mt 1 -g 60 -c:a libopus -b:a 96k"
        );

    /// <summary>The same, but the picture before second 4, where a group of pictures of an output ends, lasts 7 ms longer than any other.</summary>
    public static Fixture.Encoded HeldWebM { get; } =
        new(
            "held_webm",
            ".webm",
            ["-i", "{0}", "-c", "copy", "-copyts", "-bsf:v", @"setts=ts=floor(N*100/3)+7*gte(N\,120)"],
            WebM
        );

    public static Fixture.Encoded Mp3InMp4 { get; } =
        Older("mp3_in_mp4", ".mp4", 30, 25, "-c:v libx264 -preset veryfast -crf 22 -g 60 -c:a libmp3lame -b:a 128k");

    public static Fixture.Encoded Rate23976 { get; } = AtRate("rate_23976", "24000/1001", 26);

    public static Fixture.Encoded Rate125 { get; } = AtRate("rate_12_5", "25/2", 27);

    public static Fixture.Encoded Rate5994 { get; } = AtRate("rate_5994", "60000/1001", 28);

    public static Fixture.Encoded LatePictures { get; } =
        Delayed("late_pictures", ".mp4", pictures: "1.234", sound: "0");

    public static Fixture.Encoded LateSound { get; } = Delayed("late_sound", ".mp4", pictures: "0", sound: "0.777");

    /// <summary>Neither track starts at 0: position 0 is where the file starts.</summary>
    public static Fixture.Encoded LateBoth { get; } = Delayed("late_both", ".mkv", pictures: "5.5", sound: "5.321");

    public static Fixture.Encoded SoundMp3 { get; } =
        SoundOnly("sound_mp3", ".mp3", Sound(44100, "stereo", 10, 31), "-c:a", "libmp3lame", "-b:a", "192k");

    public static Fixture.Encoded SoundM4a { get; } =
        SoundOnly("sound_m4a", ".m4a", Sound(48000, "stereo", 10, 32), "-c:a", "aac", "-b:a", "128k");

    public static Fixture.Encoded SoundWave { get; } =
        SoundOnly("sound_wave", ".wav", Sound(32000, "mono", 8, 33), "-c:a", "pcm_s16le");

    private static Fixture.Encoded Older(string name, string extension, int rate, int seed, string codecs) =>
        Made(name, extension, Video(Size, $"{rate}", 8), Sound(48000, "stereo", 8, seed), codecs.Split(' '));

    private static Fixture.Encoded AtRate(string name, string rate, int seed) =>
        Made(
            name,
            ".mp4",
            Video(Size, rate, 6),
            Sound(48000, "stereo", 6, seed),
            [.. H264("veryfast", 22), "-g", "72", .. Aac(128)]
        );

    private static Fixture.Encoded Delayed(string name, string extension, string pictures, string sound) =>
        new(
            name,
            extension,
            [
                .. new[] { "-itsoffset", pictures, "-i", "{0}", "-itsoffset", sound, "-i", "{0}" },
                .. new[] { "-map", "0:v", "-map", "1:a", "-c", "copy" },
                // Keeps the file's clock from being moved to 0.
                .. new[] { "-copyts", "-avoid_negative_ts", "disabled" },
            ],
            Fixtures.Gop60
        );
}
