using System.Buffers.Binary;
using System.Text;

namespace Cutroom.Rendering.Indexing;

/// <summary>One box of an ISO base media file: its four-letter type and its body, header excluded.</summary>
internal readonly record struct Box(string Type, ReadOnlyMemory<byte> Body)
{
    /// <summary>No real file has more children in one box; a hostile one would only cost time.</summary>
    private const int MaxChildren = 10_000;

    /// <summary>The boxes inside <paramref name="body"/>; throws <see cref="InvalidDataException"/> when one overruns it.</summary>
    public static List<Box> Children(ReadOnlyMemory<byte> body)
    {
        var boxes = new List<Box>();
        while (body.Length >= 8)
        {
            var (type, header, size) = ReadHeader(body.Span, body.Length);
            if (size > body.Length || boxes.Count == MaxChildren)
                throw new InvalidDataException($"box '{type}' does not fit into the box around it");
            boxes.Add(new Box(type, body[header..(int)size]));
            body = body[(int)size..];
        }
        return boxes;
    }

    /// <summary>Header length and whole size; size 0 on disk means "to the end", which is <paramref name="remaining"/>.</summary>
    public static (string Type, int Header, long Size) ReadHeader(ReadOnlySpan<byte> bytes, long remaining)
    {
        long size = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        var type = Encoding.Latin1.GetString(bytes.Slice(4, 4));
        var header = 8;
        if (size == 1)
        {
            if (bytes.Length < 16)
                throw new InvalidDataException($"box '{type}' is cut off in its header");
            size = (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), long.MaxValue);
            header = 16;
        }
        else if (size == 0)
        {
            size = remaining;
        }
        if (size < header)
            throw new InvalidDataException($"box '{type}' claims {size} bytes, less than its header");
        return (type, header, size);
    }

    /// <summary>The only child at the end of a path such as "mdia/minf/stbl", or null.</summary>
    public Box? Find(string path)
    {
        Box? box = this;
        foreach (var type in path.Split('/'))
        {
            box = Children(box.Value.Body).Cast<Box?>().FirstOrDefault(child => child!.Value.Type == type);
            if (box is null)
                return null;
        }
        return box;
    }

    public Box Require(string path) =>
        Find(path) ?? throw new InvalidDataException($"box '{Type}' has no '{path}' inside");
}
