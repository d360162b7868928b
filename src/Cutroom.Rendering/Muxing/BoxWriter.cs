using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Cutroom.Rendering.Muxing;

/// <summary>Writes nested boxes into memory; a box learns its size when the block that opened it ends.</summary>
internal sealed class BoxWriter
{
    private readonly ArrayBufferWriter<byte> buffer = new(64 * 1024);
    private readonly List<(int Start, int Position)> patches = [];

    public byte[] ToArray()
    {
        var bytes = buffer.WrittenSpan.ToArray();
        foreach (var (start, end) in patches)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(start), end - start);
        return bytes;
    }

    public void Box(string type, Action body)
    {
        var start = buffer.WrittenCount;
        UInt32(0);
        Bytes(Encoding.Latin1.GetBytes(type));
        body();
        patches.Add((start, buffer.WrittenCount));
    }

    public void FullBox(string type, int version, uint flags, Action body) =>
        Box(
            type,
            () =>
            {
                UInt32(((uint)version << 24) | flags);
                body();
            }
        );

    public void Bytes(ReadOnlySpan<byte> bytes) => buffer.Write(bytes);

    public void Zeros(int count)
    {
        buffer.GetSpan(count)[..count].Clear();
        buffer.Advance(count);
    }

    public void UInt8(int value) => Bytes([(byte)value]);

    public void UInt16(int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(buffer.GetSpan(2), (ushort)value);
        buffer.Advance(2);
    }

    public void UInt32(long value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(buffer.GetSpan(4), checked((uint)value));
        buffer.Advance(4);
    }

    public void Int64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(buffer.GetSpan(8), value);
        buffer.Advance(8);
    }
}
