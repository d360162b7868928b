using System.Globalization;

namespace Cutroom.Rendering.Tests.Copying;

/// <summary>Pictures and stored times of many outputs, read by one process of the plain engine; a word of the decoder fails the spec.</summary>
/// <param name="Pictures">A file of all pictures, planes one after the other.</param>
/// <param name="Packets">In decode order, on the track's own clock.</param>
internal sealed record OutputReading(string Pictures, IReadOnlyList<(long Pts, long Dts)> Packets)
{
    public static IReadOnlyList<OutputReading> Of(IReadOnlyList<string> outputs)
    {
        string[] raw = ["-fps_mode", "passthrough", "-enc_time_base", "-1", "-f", "rawvideo", "-pix_fmt", "yuv420p"];
        Engine.Run([
            "-copyts",
            .. outputs.SelectMany(output => new[] { "-i", output }),
            .. outputs.SelectMany(
                (output, number) =>
                    new[] { "-map", Map(number) }
                        .Concat(raw)
                        .Append(PicturesOf(output))
                        .Concat(["-map", Map(number), "-c", "copy", "-f", "framecrc", TimesOf(output)])
            ),
        ]);
        return [.. outputs.Select(output => new OutputReading(PicturesOf(output), [.. Times(TimesOf(output))]))];
    }

    /// <summary>Lines such as <c>0, 512, 1024, 512, 3411, 0x…</c>: stream, dts, pts; comments begin with #.</summary>
    private static IEnumerable<(long Pts, long Dts)> Times(string path) =>
        File.ReadLines(path)
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(','))
            .Select(words => (Number(words[2]), Number(words[1])));

    private static string Map(int input) => string.Create(CultureInfo.InvariantCulture, $"{input}:v:0");

    private static string PicturesOf(string output) => $"{output}.yuv";

    private static string TimesOf(string output) => $"{output}.times";

    private static long Number(string word) => long.Parse(word, CultureInfo.InvariantCulture);
}
