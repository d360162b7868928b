using System.Globalization;
using System.Text;

namespace Cutroom.Testing.Media;

/// <summary>
/// A frame number that survives encoding: 16 bits as 32x32 blocks along the top edge, least significant first, and their complement
/// in a second row, so that a damaged or blended frame is recognised as unreadable instead of giving a wrong number.
/// </summary>
internal static class Barcode
{
    public const int Bits = 16;
    public const int Block = 32;
    public const int Width = Bits * Block;
    public const int Height = 2 * Block;

    /// <summary>Bytes that one strip becomes when it is scaled to one value a block.</summary>
    public const int Bytes = 2 * Bits;

    // Between black and white lie 220; blends of two frames and smeared blocks stay below this.
    public const int LeastContrast = 60;

    /// <summary>The filters that draw the number of the frame that passes.</summary>
    public static string Draw { get; } = Filters();

    /// <summary>The number, or null when the strip cannot be read.</summary>
    public static int? Read(ReadOnlySpan<byte> strip)
    {
        var number = 0;
        for (var bit = 0; bit < Bits; bit++)
        {
            var difference = strip[bit] - strip[Bits + bit];
            if (Math.Abs(difference) < LeastContrast)
            {
                return null;
            }

            number |= difference > 0 ? 1 << bit : 0;
        }

        return number;
    }

    private static string Filters()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"drawbox=x=0:y=0:w={Width}:h={Block}:color=black:t=fill,");
        text.Append(CultureInfo.InvariantCulture, $"drawbox=x=0:y={Block}:w={Width}:h={Block}:color=white:t=fill");
        for (var bit = 0; bit < Bits; bit++)
        {
            var (x, set) = (bit * Block, $"enable='mod(floor(n/{1 << bit})\\,2)'");
            text.Append(
                CultureInfo.InvariantCulture,
                $",drawbox=x={x}:y=0:w={Block}:h={Block}:color=white:t=fill:{set}"
            );
            text.Append(
                CultureInfo.InvariantCulture,
                $",drawbox=x={x}:y={Block}:w={Block}:h={Block}:color=black:t=fill:{set}"
            );
        }

        return text.ToString();
    }
}

/// <summary>Where a strip lies in a picture, in its pixels.</summary>
internal readonly record struct StripPlace(int X, int Y, int Width, int Height)
{
    /// <summary>In a picture of its own size.</summary>
    public static StripPlace Unscaled => new(0, 0, Barcode.Width, Barcode.Height);

    /// <summary>In an output that shows the whole picture as large as possible, centred.</summary>
    /// <param name="aspect">Width of the source's pixels over their height.</param>
    public static StripPlace In(double aspect, (int Width, int Height) source, (int Width, int Height) output)
    {
        var shown = source.Width * aspect;
        var scale = Math.Min(output.Width / shown, (double)output.Height / source.Height);
        var (left, top) = ((output.Width - shown * scale) / 2, (output.Height - source.Height * scale) / 2);
        return new(
            (int)Math.Round(left),
            (int)Math.Round(top),
            (int)Math.Round(Barcode.Width * aspect * scale),
            (int)Math.Round(Barcode.Height * scale)
        );
    }

    /// <summary>The filter that leaves one value for each block.</summary>
    public string Filter =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"format=gray,crop={Width}:{Height}:{X}:{Y}:exact=1,scale={Barcode.Bits}:2:flags=area"
        );
}
