using System.Numerics;

namespace Cutroom.Rendering.ParameterSets;

/// <summary>Builds a NAL unit bit by bit and adds the emulation prevention bytes at the end.</summary>
internal sealed class RawBitsWriter
{
    private readonly List<byte> bytes = [];
    private int free;

    public void Bits(uint value, int count)
    {
        for (count--; count >= 0; count--)
        {
            if (free == 0)
            {
                bytes.Add(0);
                free = 8;
            }
            bytes[^1] |= (byte)((value >> count & 1) << --free);
        }
    }

    public void Number(uint value)
    {
        var bits = BitOperations.Log2(value + 1);
        Bits(0, bits);
        Bits(value + 1, bits + 1);
    }

    public void Copy(RawBits from, int end)
    {
        while (from.Position < end)
        {
            var count = Math.Min(8, end - from.Position);
            Bits(from.Bits(count), count);
        }
    }

    /// <summary>Whole bytes; only on a byte's edge.</summary>
    public void Append(ReadOnlySpan<byte> whole) => bytes.AddRange(whole);

    public byte[] ToUnit()
    {
        var unit = new List<byte>(bytes.Count + 16);
        var zeros = 0;
        foreach (var value in bytes)
        {
            if (zeros == 2 && value <= 3)
            {
                unit.Add(3);
                zeros = 0;
            }
            unit.Add(value);
            zeros = value == 0 ? zeros + 1 : 0;
        }
        return [.. unit];
    }
}
