using System.Text;
using static Cutroom.Testing.Media.FixtureRecipes;

namespace Cutroom.Testing.Media;

/// <summary>Files that arrived damaged.</summary>
internal static class BrokenFixtures
{
    private const int Flips = 200;

    private static Fixture.Encoded IndexAtEnd { get; } = Copied("index_at_end", ".mp4", Fixtures.Gop60);

    public static Fixture.Altered TruncatedIndexAtEnd { get; } =
        Truncated("truncated_index_at_end", ".mp4", IndexAtEnd);

    public static Fixture.Altered TruncatedIndexInFront { get; } =
        Truncated("truncated_index_in_front", ".mp4", Fixtures.Gop60);

    public static Fixture.Altered TruncatedMkv { get; } = Truncated("truncated_mkv", ".mkv", FixturesOfCallers.Mkv);

    public static Fixture.Altered TruncatedAvi { get; } =
        Truncated("truncated_avi", ".avi", FixturesOfCallers.Mpeg4Avi);

    /// <summary>The tables are whole, the pictures are not: the engine decodes it and ends with 0.</summary>
    public static Fixture.Altered FlippedBytes { get; } =
        new("flipped_bytes", ".mp4", Fixtures.Gop60, $"{Flips} random bytes of the middle third, seed 7", Flip);

    public static Fixture.Written Empty { get; } = new("empty", ".mp4", "nothing", _ => [], null);

    public static Fixture.Written Noise { get; } =
        new("noise", ".mp4", "100000 random bytes, seed 3", _ => Random(100_000), null);

    /// <summary>Longer than any file: a box of 2^62 bytes.</summary>
    public static Fixture.Written HugeBox { get; } =
        new(
            "huge_box",
            ".mp4",
            "a box of 2^62 bytes",
            _ => [.. Head, .. Box(1, "moov"), 0x40, 0, 0, 0, 0, 0, 0, 0],
            null
        );

    /// <summary>20,000 boxes, each inside the one before.</summary>
    public static Fixture.Written DeepBoxes { get; } =
        new(
            "deep_boxes",
            ".mp4",
            "20000 boxes inside each other",
            _ =>
                [
                    .. Head,
                    .. Enumerable.Range(0, 20_000).SelectMany(i => Box(8 * (20_000 - i), i == 0 ? "moov" : "trak")),
                ],
            null
        );

    private static byte[] Head => [.. Box(16, "ftyp"), .. Encoding.ASCII.GetBytes("isom"), 0, 0, 2, 0];

    private static byte[] Box(int size, string name) =>
        [(byte)(size >> 24), (byte)(size >> 16), (byte)(size >> 8), (byte)size, .. Encoding.ASCII.GetBytes(name)];

    private static Fixture.Altered Truncated(string name, string extension, Fixture from) =>
        new(name, extension, from, "the first 60 %", bytes => bytes[..(bytes.Length * 6 / 10)]);

    private static byte[] Flip(byte[] bytes)
    {
        var random = new Random(7);
        var third = bytes.Length / 3;
        for (var i = 0; i < Flips; i++)
        {
            bytes[third + random.Next(third)] ^= (byte)(1 << random.Next(8));
        }

        return bytes;
    }

    private static byte[] Random(int count)
    {
        var bytes = new byte[count];
        new Random(3).NextBytes(bytes);
        return bytes;
    }
}
