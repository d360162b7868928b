namespace Cutroom.Rendering.ParameterSets;

/// <summary>
/// The bits of one NAL unit without its emulation prevention bytes, read in order. Source of the codes: ITU-T H.264 7.2
/// and 9.1, which H.265 shares.
/// </summary>
internal sealed class RawBits
{
    private readonly byte[] bytes;

    public RawBits(ReadOnlySpan<byte> unit) => bytes = Unescape(unit);

    /// <summary>In bits from the start of the NAL unit header.</summary>
    public int Position { get; set; }

    /// <summary>Where the payload ends: the last 1 bit is the stop bit, zeros after it are filling.</summary>
    public int StopBit
    {
        get
        {
            var last = bytes.Length - 1;
            while (last > 0 && bytes[last] == 0)
                last--;
            var bit = 7;
            while (bit > 0 && (bytes[last] >> (7 - bit) & 1) == 0)
                bit--;
            return last * 8 + bit;
        }
    }

    public uint Bits(int count)
    {
        uint value = 0;
        for (; count > 0; count--)
        {
            if (Position >= bytes.Length * 8)
                throw new InvalidDataException("a parameter set or slice header is cut off");
            value = value << 1 | (uint)(bytes[Position >> 3] >> (7 - (Position & 7)) & 1);
            Position++;
        }
        return value;
    }

    /// <summary>An unsigned Exp-Golomb number, <c>ue(v)</c>.</summary>
    public uint Number()
    {
        var zeros = 0;
        while (Bits(1) == 0)
            if (++zeros > 31)
                throw new InvalidDataException("a number in a parameter set has more than 32 bits");
        return (1u << zeros) - 1 + Bits(zeros);
    }

    /// <summary>The bytes from a position on a byte's edge to the end.</summary>
    public ReadOnlySpan<byte> Rest() => bytes.AsSpan(Position >> 3);

    /// <summary>Removes the 3 that a writer puts after two zero bytes wherever the payload could imitate a start code.</summary>
    private static byte[] Unescape(ReadOnlySpan<byte> unit)
    {
        var plain = new byte[unit.Length];
        var (length, zeros) = (0, 0);
        foreach (var value in unit)
        {
            if (zeros >= 2 && value == 3)
            {
                zeros = 0;
                continue;
            }
            plain[length++] = value;
            zeros = value == 0 ? zeros + 1 : 0;
        }
        Array.Resize(ref plain, length);
        return plain;
    }
}
