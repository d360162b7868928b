using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Execution;

/// <summary>Reads the first picture of a transport stream file from its bytes.</summary>
internal static class TransportStreamHead
{
    private const int PacketLength = 188;

    // The tables and the first sound stand before the first picture, but not much.
    private const int MaxPackets = 4096;
    private static readonly Ratio Tick = new(1, 90_000);

    /// <summary>Null when there is no picture near the start.</summary>
    public static SegmentHead? Read(string path)
    {
        using var file = File.OpenRead(path);
        var packet = new byte[PacketLength];
        for (var i = 0; i < MaxPackets && file.ReadAtLeast(packet, PacketLength, false) == PacketLength; i++)
        {
            if (OfPacket(packet) is { } head)
            {
                return head;
            }
        }

        return null;
    }

    private static SegmentHead? OfPacket(ReadOnlySpan<byte> packet)
    {
        var startsUnit = packet[0] == 0x47 && (packet[1] & 0x40) != 0;
        var hasAdaptation = (packet[3] & 0x20) != 0;
        var payload = hasAdaptation ? 5 + packet[4] : 4;
        if (!startsUnit || payload + 14 > PacketLength)
        {
            return null;
        }

        var unit = packet[payload..];
        var isPicture = unit is [0, 0, 1, >= 0xE0 and <= 0xEF, ..];
        var hasTime = isPicture && (unit[7] & 0x80) != 0;
        var isRandomAccess = hasAdaptation && packet[4] > 0 && (packet[5] & 0x40) != 0;
        return hasTime ? new SegmentHead(MediaTime.FromTicks(TimeOf(unit[9..14]), Tick), isRandomAccess) : null;
    }

    // 33 bits in five bytes, with marker bits between.
    private static long TimeOf(ReadOnlySpan<byte> bytes) =>
        (long)(bytes[0] >> 1 & 7) << 30
        | (long)bytes[1] << 22
        | (long)(bytes[2] >> 1) << 15
        | (long)bytes[3] << 7
        | (long)(bytes[4] >> 1);
}
