using System.Buffers.Binary;
using Cutroom.Rendering.Sources;

namespace Cutroom.Rendering.Indexing;

/// <summary>
/// Finds out which sync samples really are places to start. The sync table alone is not enough: writers put recovery
/// points of open-GOP H.264 there too, and cutting at one loses pictures.
/// </summary>
internal static class KeyframeScan
{
    /// <summary>Units before the first slice: parameter sets, delimiters, user data. A picture with more is not a start.</summary>
    private const int MaxLeadingUnits = 32;

    private const int MaxSetBytes = 64 * 1024;

    /// <summary>Read at once of each sample; mostly enough, and nothing beside the way to it.</summary>
    private const int HeadBytes = 512;

    /// <summary>A source behind a network answers several questions in the time of one.</summary>
    private const int AtOnce = 8;

    /// <summary>
    /// Settles every sync sample a cut of the shown pictures [first, end) can need: those inside, and back to the real
    /// keyframe before them. Reads a few bytes of each and nothing else of the file.
    /// </summary>
    public static async Task ResolveAsync(
        VideoIndex index,
        MediaSource source,
        int first,
        int end,
        CancellationToken cancellation
    )
    {
        var from = index.Shown[first];
        var last = from;
        for (var rank = first; rank < end; rank++)
            last = Math.Max(last, index.Shown[rank]);
        await Parallel.ForEachAsync(
            Enumerable.Range(from, last - from + 1).Where(sample => index.Kinds[sample] == SampleKind.Unread),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (sample, stop) => index.Kinds[sample] = await FirstSliceAsync(index, source, sample, stop)
        );
        for (var i = from; i >= 0 && !index.IsKeyframeFor(i, first); i--)
            if (index.Kinds[i] == SampleKind.Unread)
                index.Kinds[i] = await FirstSliceAsync(index, source, i, cancellation);
    }

    private static async ValueTask<SampleKind> FirstSliceAsync(
        VideoIndex index,
        MediaSource source,
        int sample,
        CancellationToken cancellation
    )
    {
        var lengthBytes = index.Configuration.LengthBytes;
        var (position, end) = (index.Offsets[sample], index.Offsets[sample] + index.Sizes[sample]);
        var (head, start) = (Array.Empty<byte>(), position);
        for (var unit = 0; unit < MaxLeadingUnits && position + lengthBytes < end; unit++)
        {
            if (position + lengthBytes >= start + head.Length)
            {
                start = position;
                head = await ReadAsync(source, start, Math.Min(HeadBytes, end - start), cancellation);
            }
            var header = head.AsSpan((int)(position - start));
            var type = NalUnits.TypeOf(index.Family, header[lengthBytes]);
            if (NalUnits.IsSlice(index.Family, type))
                return NalUnits.KindOf(index.Family, type);
            var length = ReadLength(header[..lengthBytes]);
            position += lengthBytes;
            if (NalUnits.IsParameterSet(index.Family, type))
                RequireKnown(index, await ReadAsync(source, position, Limited(length), cancellation));
            position += length;
        }
        return SampleKind.Other;
    }

    private static async ValueTask<byte[]> ReadAsync(
        MediaSource source,
        long position,
        long count,
        CancellationToken cancellation
    )
    {
        var bytes = new byte[count];
        return await source.ReadAsync(position, bytes, cancellation) == count
            ? bytes
            : throw new EndOfStreamException($"{source.Name} ended before byte {position + count}");
    }

    private static long Limited(long length) =>
        length <= MaxSetBytes ? length : throw new InvalidDataException($"a parameter set claims {length} bytes");

    /// <summary>Sets may be repeated in the samples, but a changed one would also change what our own pieces decode to.</summary>
    private static void RequireKnown(VideoIndex index, byte[] set)
    {
        if (!index.Configuration.ParameterSets.Any(known => known.AsSpan().SequenceEqual(set)))
            throw new InvalidDataException("the parameter sets change inside the track");
    }

    public static long ReadLength(ReadOnlySpan<byte> bytes)
    {
        Span<byte> wide = stackalloc byte[4];
        wide.Clear();
        bytes.CopyTo(wide[(4 - bytes.Length)..]);
        return BinaryPrimitives.ReadUInt32BigEndian(wide);
    }
}
