using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Cutroom.Testing.Media;

/// <summary>How the pictures of an output differ from those of its source, value by value.</summary>
/// <param name="Exact">How many are bit for bit the same.</param>
/// <param name="Least">Decibels (PSNR) of the worst of the others; infinite when there are none.</param>
/// <param name="Worst">Which one that is.</param>
internal sealed record PictureComparison(int Exact, double Least, int Worst)
{
    /// <summary>Decibels below which an encoded picture counts as damaged.</summary>
    public const double LeastQuality = 42;

    /// <param name="frames">For each picture of the output the place of its original in the source.</param>
    /// <param name="folder">Where the decoded pictures lie meanwhile.</param>
    public static async Task<PictureComparison> CompareAsync(
        string source,
        string output,
        IReadOnlyList<int> frames,
        (int Width, int Height) size,
        string folder
    )
    {
        var bytes = size.Width * size.Height * 3 / 2;
        await using var originals = File.OpenRead(await DecodeAsync(source, Path.Combine(folder, "originals.yuv")));
        await using var pictures = File.OpenRead(await DecodeAsync(output, Path.Combine(folder, "pictures.yuv")));
        if (pictures.Length != (long)frames.Count * bytes)
        {
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"{pictures.Length / bytes} pictures, not {frames.Count}")
            );
        }

        var (wanted, got) = (new byte[bytes], new byte[bytes]);
        var result = new PictureComparison(0, double.PositiveInfinity, -1);
        foreach (var (place, original) in frames.Index())
        {
            originals.Position = (long)original * bytes;
            await originals.ReadExactlyAsync(wanted);
            await pictures.ReadExactlyAsync(got);
            var quality = Quality(wanted, got);
            result =
                double.IsPositiveInfinity(quality) ? result with { Exact = result.Exact + 1 }
                : quality < result.Least ? result with { Least = quality, Worst = place }
                : result;
        }

        return result;
    }

    /// <summary>The peak signal-to-noise ratio; infinite for equal pictures.</summary>
    public static double Quality(ReadOnlySpan<byte> wanted, ReadOnlySpan<byte> got)
    {
        if (wanted.SequenceEqual(got))
        {
            return double.PositiveInfinity;
        }

        var left = MemoryMarshal.Cast<byte, Vector<byte>>(wanted);
        var right = MemoryMarshal.Cast<byte, Vector<byte>>(got);
        long squares = 0;
        for (var i = 0; i < left.Length; i++)
        {
            squares += Squares(Vector.Max(left[i], right[i]) - Vector.Min(left[i], right[i]));
        }

        for (var i = left.Length * Vector<byte>.Count; i < wanted.Length; i++)
        {
            squares += (wanted[i] - got[i]) * (wanted[i] - got[i]);
        }

        return 10 * Math.Log10(255.0 * 255 * wanted.Length / squares);
    }

    private static long Squares(Vector<byte> differences)
    {
        Vector.Widen(differences, out var low, out var high);
        Vector.Widen(low * low, out var a, out var b); // 255² fits into 16 bits
        Vector.Widen(high * high, out var c, out var d);
        return Vector.Sum(a + b + c + d);
    }

    private static async Task<string> DecodeAsync(string path, string raw)
    {
        string[] pictures = ["-map", "0:v:0", "-vsync", "passthrough", "-enc_time_base", "-1", "-f", "rawvideo"];
        await MediaTool.MakeAsync([.. MediaTool.Playlist(path), "-i", path, .. pictures, "-pix_fmt", "yuv420p", raw]);
        return raw;
    }
}
