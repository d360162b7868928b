using System.Runtime.CompilerServices;
using Cutroom.Rendering.Sources;

namespace Cutroom.Rendering.Indexing;

/// <summary>
/// The samples of one track in decode order, from its <c>stbl</c> box: where each lies, how long it is, when it is shown
/// (media time, edit list not applied) and whether the container calls it a sync sample.
/// </summary>
/// <remarks>
/// A first plan reads a million numbers here before the runtime would have noticed that these loops are worth compiling well, so they say so.
/// </remarks>
internal sealed record SampleTable(
    long[] MediaTimes,
    int[] Sizes,
    long[] Offsets,
    SampleKind[] Kinds,
    long LastDuration
)
{
    /// <summary>18 hours at 60 frames a second. With 30 bytes a sample it bounds the memory of an index to 120 MB.</summary>
    public const int MaxSamples = 4_000_000;

    /// <summary>Where the samples [first, end) lie; a number beyond the last one means all that are left.</summary>
    public IEnumerable<ByteRange> RangesOf(int first, int end) => ByteRange.Of(Offsets, Sizes, first, end);

    public static SampleTable Read(Box table, long fileLength)
    {
        var sizes = ReadSizes(table, fileLength);
        if (sizes.Length == 0)
            throw new InvalidDataException("the track has no samples");
        var offsets = ReadOffsets(table, sizes, fileLength);
        var (times, lastDuration) = ReadTimes(table, sizes.Length);
        return new SampleTable(times, sizes, offsets, ReadKinds(table, sizes.Length), lastDuration);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int[] ReadSizes(Box table, long fileLength)
    {
        if (table.Find("stsz") is not { } box)
            return ReadCompactSizes(table.Require("stz2"));
        var reader = Open(box);
        var common = reader.UInt32();
        if (common == 0)
        {
            var sizes = new int[Limited(reader.Count(4))];
            for (var i = 0; i < sizes.Length; i++)
                sizes[i] = Size(reader.UInt32());
            return sizes;
        }
        var count = reader.UInt32();
        if ((UInt128)count * common > (UInt128)fileLength)
            throw new InvalidDataException($"{count} samples of {common} bytes do not fit into {fileLength} bytes");
        var same = new int[Limited(count)];
        Array.Fill(same, Size(common));
        return same;
    }

    private static int[] ReadCompactSizes(Box box)
    {
        var reader = Open(box);
        reader.Bytes(3);
        var bits = reader.UInt8();
        var count = reader.UInt32();
        if (bits is not (4 or 8 or 16) || (long)count * bits > (reader.Remaining + 1L) * 8)
            throw new InvalidDataException("the compact sample size table does not hold what it claims");
        var sizes = new int[Limited(count)];
        for (var i = 0; i < sizes.Length; i++)
        {
            if (bits == 16)
                sizes[i] = reader.UInt16();
            else if (bits == 8)
                sizes[i] = reader.UInt8();
            else if (reader.UInt8() is var pair && (sizes[i] = pair >> 4) >= 0 && ++i < sizes.Length)
                sizes[i] = pair & 15;
        }
        return sizes;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long[] ReadOffsets(Box table, int[] sizes, long fileLength)
    {
        var chunks = ReadChunkOffsets(table);
        var reader = Open(table.Require("stsc"));
        var runs = reader.Count(12);
        var offsets = new long[sizes.Length];
        var sample = 0;
        var run = runs > 0 ? (First: reader.UInt32(), PerChunk: reader.UInt32(), Entry: reader.UInt32()) : default;
        if (run.First != 1)
            throw new InvalidDataException("the chunk table does not start at the first chunk");
        for (var left = runs - 1; sample < sizes.Length; left--)
        {
            var next = left > 0 ? (First: reader.UInt32(), PerChunk: reader.UInt32(), Entry: reader.UInt32()) : default;
            var end = left > 0 ? next.First - 1 : (uint)chunks.Length;
            if (run.Entry != 1)
                throw new InvalidDataException("the track changes its sample description");
            if (run.PerChunk == 0 || end > chunks.Length || end < run.First || left < 0)
                throw new InvalidDataException("the chunk table does not cover the samples");
            for (var chunk = run.First - 1; chunk < end && sample < sizes.Length; chunk++)
            {
                var offset = chunks[chunk];
                for (var i = 0u; i < run.PerChunk && sample < sizes.Length; i++)
                {
                    if (offset < 0 || offset > fileLength - sizes[sample])
                        throw new InvalidDataException(
                            $"sample {sample} ends at byte {offset + sizes[sample]} but the file has {fileLength} bytes"
                        );
                    offsets[sample] = offset;
                    offset += sizes[sample++];
                }
            }
            run = next;
        }
        return offsets;
    }

    private static long[] ReadChunkOffsets(Box table)
    {
        var wide = table.Find("co64");
        var reader = Open(wide ?? table.Require("stco"));
        var chunks = new long[Limited(reader.Count(wide is null ? 4 : 8))];
        for (var i = 0; i < chunks.Length; i++)
            chunks[i] = wide is null ? reader.UInt32() : reader.Int64();
        return chunks;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (long[] Times, long LastDuration) ReadTimes(Box table, int samples)
    {
        var times = new long[samples];
        var sample = 0;
        long time = 0;
        long delta = 0;
        var durations = Open(table.Require("stts"));
        for (var entries = durations.Count(8); entries > 0 && sample < samples; entries--)
        {
            var count = durations.UInt32();
            delta = durations.UInt32();
            for (var i = 0u; i < count && sample < samples; i++, time += delta)
                times[sample++] = time;
        }
        if (sample < samples)
            throw new InvalidDataException($"{sample} of {samples} samples have a time");
        if (table.Find("ctts") is { } shifts)
            AddShifts(times, Open(shifts));
        return (times, delta);
    }

    /// <summary>Version 0 calls the shift unsigned; writers that meant a negative one wrote it there too, and readers agree to see it so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddShifts(long[] times, BigEndianReader shifts)
    {
        var sample = 0;
        for (var entries = shifts.Count(8); entries > 0 && sample < times.Length; entries--)
        {
            var count = shifts.UInt32();
            var shift = shifts.Int32();
            for (var i = 0u; i < count && sample < times.Length; i++)
                times[sample++] += shift;
        }
    }

    private static SampleKind[] ReadKinds(Box table, int samples)
    {
        var kinds = new SampleKind[samples];
        if (table.Find("stss") is not { } box)
        {
            Array.Fill(kinds, SampleKind.Unread);
            return kinds;
        }
        var reader = Open(box);
        for (var entries = reader.Count(4); entries > 0; entries--)
        {
            var number = reader.UInt32();
            if (number == 0 || number > samples)
                throw new InvalidDataException($"sync sample {number} of {samples} does not exist");
            kinds[number - 1] = SampleKind.Unread;
        }
        return kinds;
    }

    private static BigEndianReader Open(Box box)
    {
        var reader = new BigEndianReader(box.Body.Span);
        reader.Bytes(4);
        return reader;
    }

    private static int Size(uint size) =>
        size <= int.MaxValue ? (int)size : throw new InvalidDataException($"a sample claims {size} bytes");

    private static int Limited(long count) =>
        count <= MaxSamples
            ? (int)count
            : throw new InvalidDataException($"the track has {count} samples, more than {MaxSamples}");
}
