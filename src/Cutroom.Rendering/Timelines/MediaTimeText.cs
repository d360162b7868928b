using System.Globalization;

namespace Cutroom.Rendering.Timelines;

/// <summary>Times as text: parsing never rounds and never accepts what it would have to guess about.</summary>
internal static class MediaTimeText
{
    // More fraction digits than any wire text needs; beyond it the value could not be kept exactly in 64 bits.
    private const int MaxFractionDigits = 15;
    private const int PrintedDigits = 9;

    public static bool TryParseSeconds(string? text, out MediaTime time)
    {
        time = default;
        if (text is null or "" || text.Length > MediaTime.MaxTextLength)
        {
            return false;
        }

        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? "" : text[(point + 1)..].TrimEnd('0');
        return whole is not ""
            && (point < 0 || point < text.Length - 1)
            && whole.All(char.IsAsciiDigit)
            && text[(point + 1)..].All(char.IsAsciiDigit)
            && fraction.Length <= MaxFractionDigits
            && TryCompose(whole, fraction, out time);
    }

    public static bool TryParse(string? text, out MediaTime time)
    {
        time = default;
        if (text is null || text.Length > MediaTime.MaxTextLength)
        {
            return false;
        }

        var parts = text.Split(':');
        if (parts.Length > 3 || !TryParseSeconds(parts[^1], out var seconds))
        {
            return false;
        }

        if (parts.Length > 1 && seconds >= MediaTime.FromSeconds(60))
        {
            return false;
        }

        long minutes = 0;
        foreach (var part in parts[..^1])
        {
            if (part.Length is 0 or > 6 || !part.All(char.IsAsciiDigit))
            {
                return false;
            }

            minutes = minutes * 60 + long.Parse(part, CultureInfo.InvariantCulture);
        }

        time = MediaTime.FromSeconds(minutes * 60) + seconds;
        return true;
    }

    public static string Format(MediaTime time)
    {
        var scaled = (Int128)time.Numerator * 1_000_000_000;
        var half = (Int128)time.Denominator / 2;
        var nanoseconds = (scaled < 0 ? scaled - half : scaled + half) / time.Denominator;
        var digits = Int128.Abs(nanoseconds).ToString(CultureInfo.InvariantCulture).PadLeft(PrintedDigits + 1, '0');
        var fraction = digits[^PrintedDigits..].TrimEnd('0');
        return (nanoseconds < 0 ? "-" : "") + digits[..^PrintedDigits] + (fraction is "" ? "" : "." + fraction);
    }

    /// <summary>Exact text: decimal seconds where the decimal ends, else <c>numerator/denominator</c>.</summary>
    public static string FormatExactly(MediaTime time) =>
        1_000_000_000 % time.Denominator == 0
            ? Format(time)
            : string.Create(CultureInfo.InvariantCulture, $"{time.Numerator}/{time.Denominator}");

    public static bool TryParseExactly(string? text, out MediaTime time)
    {
        time = default;
        var sign = text is ['-', ..];
        if (text?.Split('/') is [var numerator, var denominator])
        {
            if (!long.TryParse(numerator, CultureInfo.InvariantCulture, out var n))
            {
                return false;
            }

            if (!long.TryParse(denominator, CultureInfo.InvariantCulture, out var d) || d <= 0)
            {
                return false;
            }

            time = MediaTime.FromTicks(n, 1, d);
            return true;
        }

        var parsed = TryParseSeconds(sign ? text![1..] : text, out var size); // not null: it starts with a sign
        time = sign ? -size : size;
        return parsed;
    }

    private static bool TryCompose(string whole, string fraction, out MediaTime time)
    {
        time = default;
        var digits = Int128.Parse(whole + fraction, CultureInfo.InvariantCulture);
        if (digits > long.MaxValue)
        {
            return false;
        }

        var scale = 1L;
        for (var i = 0; i < fraction.Length; i++)
        {
            scale *= 10;
        }

        time = MediaTime.FromTicks((long)digits, 1, scale);
        return true;
    }
}
