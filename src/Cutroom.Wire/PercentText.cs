using System.Text;

namespace Cutroom.Wire;

/// <summary>Percent encoding over bytes, so that what is not UTF-8 keeps its difference (I17).</summary>
public static class PercentText
{
    /// <returns>UTF-8 of the text with each <c>%XX</c> turned into its byte; a percent sign without two hex digits stays.</returns>
    public static byte[] Decode(ReadOnlySpan<char> text, bool plusIsSpace)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        var length = 0;
        while (!text.IsEmpty)
        {
            if (text[0] == '%' && text.Length > 2 && IsHex(text[1]) && IsHex(text[2]))
            {
                bytes[length++] = (byte)((HexValue(text[1]) << 4) | HexValue(text[2]));
                text = text[3..];
                continue;
            }

            if (char.IsAscii(text[0]))
            {
                bytes[length++] = plusIsSpace && text[0] == '+' ? (byte)' ' : (byte)text[0];
                text = text[1..];
                continue;
            }

            var plain = text.Length > 1 && char.IsSurrogatePair(text[0], text[1]) ? text[..2] : text[..1];
            length += Encoding.UTF8.GetBytes(plain, bytes.AsSpan(length));
            text = text[plain.Length..];
        }

        return bytes[..length];
    }

    /// <summary>Unreserved characters stay, everything else becomes <c>%XX</c> with upper-case digits.</summary>
    public static void AppendEncoded(StringBuilder target, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (char.IsAsciiLetterOrDigit((char)value) || value is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~')
                target.Append((char)value);
            else
                target.Append('%').Append("0123456789ABCDEF"[value >> 4]).Append("0123456789ABCDEF"[value & 15]);
        }
    }

    /// <returns>The text with its UTF-8 bytes encoded, for building a target.</returns>
    public static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        AppendEncoded(encoded, Encoding.UTF8.GetBytes(text));
        return encoded.ToString();
    }

    private static bool IsHex(char digit) => char.IsAsciiHexDigit(digit);

    private static int HexValue(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
