using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.ParameterSets;

namespace Cutroom.Rendering.Probing;

/// <summary>What a sample description says of plain AAC: low complexity, one or two channels, no band replication.</summary>
internal sealed record AacFormat(int SampleRate, int Channels)
{
    // Fixed fields of a sound sample entry before its boxes. Source: ISO/IEC 14496-12, 12.2.3.
    private const int FixedBytes = 28;

    // At lower rates, doubled bands may come without being announced.
    private const int LowestPlainRate = 32_000;

    private static readonly int[] Rates = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000];

    /// <summary>Null for sound of another kind, which is no fault.</summary>
    /// <param name="descriptions">A <c>stsd</c> box.</param>
    public static AacFormat? Read(Box descriptions)
    {
        var entries = descriptions.Body.Length < 8 ? [] : Box.Children(descriptions.Body[8..]);
        return
            entries is [{ Type: "mp4a" } entry]
            && entry.Body.Length > FixedBytes
            && entry.Body.Span[8..12] is [0, 0, 0, 0] // another version has other fields
            && Box.Children(entry.Body[FixedBytes..]) is [{ Type: "esds" } stream, ..]
            && Configuration(stream.Body.Span) is { } configuration
            ? Parse(configuration)
            : null;
    }

    /// <summary>The bytes inside three descriptors in one another. Source: ISO/IEC 14496-1, 7.2.6.</summary>
    private static byte[]? Configuration(ReadOnlySpan<byte> stream)
    {
        const int elementary = 3;
        const int decoder = 4;
        const int specific = 5;
        const int aac = 0x40;
        var reader = new BigEndianReader(stream);
        reader.Bytes(4);
        if (reader.UInt8() != elementary || LengthOf(ref reader) < 3)
        {
            return null;
        }

        reader.Bytes(2);
        if (reader.UInt8() != 0 || reader.UInt8() != decoder || LengthOf(ref reader) < 13 || reader.UInt8() != aac)
        {
            return null;
        }

        reader.Bytes(12);
        return reader.UInt8() == specific ? reader.Bytes(LengthOf(ref reader)).ToArray() : null;
    }

    private static int LengthOf(ref BigEndianReader reader)
    {
        var length = 0;
        for (var i = 0; i < 4; i++)
        {
            var part = reader.UInt8();
            length = length << 7 | part & 127;
            if (part < 128)
            {
                break;
            }
        }

        return length;
    }

    /// <summary>Source: ISO/IEC 14496-3, 1.6.2.1 and 4.4.1.</summary>
    private static AacFormat? Parse(byte[] configuration)
    {
        const uint lowComplexity = 2;
        const int shortest = 16;
        const int extension = 0x2B7;
        var bits = new RawBits(configuration);
        if (configuration.Length * 8 < shortest || bits.Bits(5) != lowComplexity)
        {
            return null;
        }

        var rate = bits.Bits(4);
        var channels = bits.Bits(4);
        var isPlain = bits.Bits(3) == 0 && rate < Rates.Length && channels is 1 or 2;
        if (isPlain && configuration.Length * 8 >= shortest + 17 && bits.Bits(11) == extension)
        {
            isPlain = bits.Bits(5) == 5 && bits.Bits(1) == 0; // band replication is named and absent
        }

        return isPlain && Rates[rate] >= LowestPlainRate ? new(Rates[rate], (int)channels) : null;
    }
}
