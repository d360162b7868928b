using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Execution;

/// <summary>Reads the first picture of fragmented MP4 files from their boxes.</summary>
internal static class FragmentHead
{
    private const uint IsNotSync = 0x1_0000;

    /// <param name="header">The file with the movie box.</param>
    /// <returns>Null for one without a picture, and for all where a file is no such thing.</returns>
    public static IReadOnlyList<SegmentHead?> OfAll(string header, IReadOnlyList<string> segments)
    {
        try
        {
            var track = Read(header, "moov").First(box => box.Type == "trak" && Movie.HandlerOf(box) == "vide");
            var identity = new BigEndianReader(track.Require("tkhd").Body.Span);
            identity.Bytes(identity.UInt8() == 1 ? 3 + 16 : 3 + 8);
            var id = identity.UInt32();
            var tick = new Ratio(1, Mp4Indexer.ReadTimescale(track.Require("mdia/mdhd")));
            return [.. segments.Select(segment => HeadOf(Read(segment, "moof"), id, tick))];
        }
        catch (Exception fault)
            when (fault is InvalidDataException or EndOfStreamException or InvalidOperationException)
        {
            return [.. segments.Select(_ => (SegmentHead?)null)];
        }
    }

    private static SegmentHead? HeadOf(List<Box> fragment, uint track, Ratio tick) =>
        fragment
            .Where(box => box.Type == "traf")
            .Select(part => HeadOf(part, track, tick))
            .FirstOrDefault(head => head is not null);

    /// <summary>The children of the first box of this type.</summary>
    private static List<Box> Read(string path, string type)
    {
        using var file = File.OpenRead(path);
        var bytes = new byte[16];
        while (true)
        {
            var start = file.Position;
            var header = bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
            if (header.Length < 8)
                throw new InvalidDataException($"{Path.GetFileName(path)} has no box '{type}'");
            var (found, length, size) = Box.ReadHeader(header, file.Length - start);
            if (size > file.Length - start)
                throw new InvalidDataException($"box '{found}' overruns {Path.GetFileName(path)}");
            if (found == type)
            {
                var body = new byte[size - length];
                file.Position = start + length;
                file.ReadExactly(body);
                return Box.Children(body);
            }
            file.Position = start + size;
        }
    }

    // Source: ISO/IEC 14496-12, 8.8.7, 8.8.8 and 8.8.12: which fields there are, and in which order.
    private static SegmentHead? HeadOf(Box part, uint track, Ratio tick)
    {
        var header = new BigEndianReader(part.Require("tfhd").Body.Span);
        var has = header.UInt32();
        if (header.UInt32() != track)
            return null;
        if ((has & 0x1) != 0)
            header.Int64(); // where the data stands
        foreach (var field in new uint[] { 0x2, 0x8, 0x10 }) // description, duration, size
            Field(ref header, has, field);
        var usualFlags = Field(ref header, has, 0x20) ?? 0;

        var run = new BigEndianReader(part.Require("trun").Body.Span);
        has = run.UInt32();
        if (run.UInt32() == 0)
            return null;
        Field(ref run, has, 0x1); // where the data stands
        var firstFlags = Field(ref run, has, 0x4);
        foreach (var field in new uint[] { 0x100, 0x200 }) // duration, size
            Field(ref run, has, field);
        var ownFlags = Field(ref run, has, 0x400);
        var flags = firstFlags ?? ownFlags ?? usualFlags;
        var delay = (int)(Field(ref run, has, 0x800) ?? 0);
        return new(MediaTime.FromTicks(StartOf(part.Require("tfdt")) + delay, tick), (flags & IsNotSync) == 0);
    }

    private static uint? Field(ref BigEndianReader reader, uint has, uint flag) =>
        (has & flag) == 0 ? null : reader.UInt32();

    private static long StartOf(Box time)
    {
        var reader = new BigEndianReader(time.Body.Span);
        return reader.UInt32() >> 24 == 1 ? reader.Int64() : reader.UInt32();
    }
}
