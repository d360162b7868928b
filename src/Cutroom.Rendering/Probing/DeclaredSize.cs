using System.Buffers.Binary;
using System.Text;

namespace Cutroom.Rendering.Probing;

/// <summary>Compares what a container declares with the bytes that are there: the engine reads truncated files without complaint.</summary>
internal static class DeclaredSize
{
    private const int MaxTopLevelBoxes = 100_000;

    /// <summary>A sentence when the file ends before its container does, or lacks its table of contents; else null.</summary>
    public static string? Shortfall(string demuxer, Stream file) =>
        demuxer switch
        {
            "mov" => BoxShortfall(file),
            "matroska" => SegmentShortfall(file),
            "avi" or "wav" => RiffShortfall(file),
            _ => null,
        };

    private static string? BoxShortfall(Stream file)
    {
        var header = new byte[16];
        var hasTable = false;
        long offset = 0;
        for (var boxes = 0; offset + 8 <= file.Length && boxes < MaxTopLevelBoxes; boxes++)
        {
            file.Position = offset;
            var read = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            ulong size = BinaryPrimitives.ReadUInt32BigEndian(header);
            var name = Encoding.Latin1.GetString(header, 4, 4);
            if (size == 1 && read == header.Length)
            {
                size = BinaryPrimitives.ReadUInt64BigEndian(header.AsSpan(8));
            }

            hasTable |= name is "moov";
            if (size == 0)
            {
                break; // The last box runs to the end of the file.
            }

            if (size < 8 || size > long.MaxValue)
            {
                return hasTable ? null : "its table of contents (moov) is missing";
            }

            if (size > (ulong)(file.Length - offset))
            {
                return $"it is truncated: box {name} ends at byte {(ulong)offset + size}, the file at {file.Length}";
            }

            offset += (long)size;
        }

        return hasTable ? null : "its table of contents (moov) is missing";
    }

    private static string? RiffShortfall(Stream file)
    {
        var header = new byte[8];
        file.Position = 0;
        file.ReadExactly(header);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4));
        // Writers that cannot go back leave 0 or all ones.
        return size is 0 or uint.MaxValue || size + 8 <= file.Length + 1
            ? null
            : $"it is truncated: it declares {size + 8} bytes and has {file.Length}";
    }

    private static string? SegmentShortfall(Stream file)
    {
        file.Position = 4;
        if (ReadVariableSize(file) is not { } headerSize)
        {
            return "it is truncated in its header";
        }

        file.Position += headerSize;
        var id = new byte[4];
        if (file.ReadAtLeast(id, 4, throwOnEndOfStream: false) < 4 || id is not [0x18, 0x53, 0x80, 0x67])
        {
            return null; // Something unusual stands before the segment: the demuxer decides.
        }

        // Unknown size: a live recording.
        return ReadVariableSize(file) is { } size && size > file.Length - file.Position
            ? $"it is truncated: it declares {file.Position + size} bytes and has {file.Length}"
            : null;
    }

    /// <summary>Null for "unknown" and for the end of the file.</summary>
    private static long? ReadVariableSize(Stream file)
    {
        var first = file.ReadByte();
        if (first <= 0)
        {
            return null;
        }

        var length = System.Numerics.BitOperations.LeadingZeroCount((uint)first) - 23;
        long value = first & (0xFF >> length);
        var unknown = value == (0xFF >> length);
        for (var i = 1; i < length; i++)
        {
            var next = file.ReadByte();
            if (next < 0)
            {
                return null;
            }

            unknown &= next == 0xFF;
            value = value << 8 | (uint)next;
        }

        return unknown ? null : value;
    }
}
