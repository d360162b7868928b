using System.Globalization;

namespace Cutroom.Testing.Media;

/// <summary>The phrases that recipes are written in.</summary>
internal static class FixtureRecipes
{
    /// <summary>A moving picture with noise, without which bit rates would be unrealistically low, and its number on top.</summary>
    public static string Video(string size, string rate, int seconds) =>
        $"testsrc2=size={size}:rate={rate}:duration={seconds},noise=alls=4:allf=t,{Barcode.Draw},format=yuv420p";

    /// <summary>Seeded noise is unlike itself everywhere, so any 0.3 s of it can be found to the sample; a beep each full second.</summary>
    public static string Sound(int rate, string layout, int seconds, int seed) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"anoisesrc=color=pink:seed={seed}:amplitude=0.5:sample_rate={rate}:duration={seconds}[n];"
                + $"aevalsrc='0.5*sin(2*PI*1000*t)*lt(mod(t\\,1)\\,0.05)':s={rate}:d={seconds}[b];"
                + $"[n][b]amix=inputs=2:normalize=0,aformat=channel_layouts={layout}"
        );

    public static string[] H264(string preset, int quality) =>
        ["-c:v", "libx264", "-preset", preset, "-crf", quality.ToString(CultureInfo.InvariantCulture)];

    public static string[] H265(string preset, int quality, string parameters) =>
        [
            "-c:v",
            "libx265",
            "-preset",
            preset,
            "-crf",
            quality.ToString(CultureInfo.InvariantCulture),
            "-x265-params",
            $"log-level=error:{parameters}",
            "-tag:v",
            "hvc1",
        ];

    public static string[] Aac(int kbps) =>
        ["-c:a", "aac", "-b:a", string.Create(CultureInfo.InvariantCulture, $"{kbps}k"), "-movflags", "+faststart"];

    /// <summary>Pictures and sound from the engine's own generators.</summary>
    public static Fixture.Encoded Made(
        string name,
        string extension,
        string video,
        string sound,
        IReadOnlyList<string> codecs
    ) => new(name, extension, ["-f", "lavfi", "-i", video, "-f", "lavfi", "-i", sound, "-shortest", .. codecs]);

    public static Fixture.Encoded SoundOnly(string name, string extension, string sound, params string[] codecs) =>
        new(name, extension, ["-f", "lavfi", "-i", sound, .. codecs]) { HasPictures = false };

    /// <summary>The same packets in another container.</summary>
    public static Fixture.Encoded Copied(string name, string extension, Fixture from, params string[] options) =>
        new(name, extension, ["-i", "{0}", "-map", "0", "-c", "copy", .. options], from)
        {
            Size = from.Size,
            Aspect = from.Aspect,
            IsVariable = from.IsVariable,
        };
}
