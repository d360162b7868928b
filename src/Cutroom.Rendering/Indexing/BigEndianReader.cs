using System.Buffers.Binary;

namespace Cutroom.Rendering.Indexing;

/// <summary>Reads the big-endian fields of a box in order; running past the end is <see cref="InvalidDataException"/>.</summary>
internal ref struct BigEndianReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    public readonly int Remaining => rest.Length;

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count < 0 || count > rest.Length)
            throw new InvalidDataException("a box is shorter than its fields");
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    public byte UInt8() => Bytes(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16BigEndian(Bytes(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32BigEndian(Bytes(4));

    public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Bytes(4));

    public long Int64() => BinaryPrimitives.ReadInt64BigEndian(Bytes(8));

    /// <summary>An entry count that the bytes still there can really hold, so that no count alone makes us allocate.</summary>
    public int Count(int bytesPerEntry)
    {
        var count = UInt32();
        if (count > rest.Length / bytesPerEntry)
            throw new InvalidDataException(
                $"a table claims {count} entries and has room for {rest.Length / bytesPerEntry}"
            );
        return (int)count;
    }
}
