using System.Buffers.Binary;

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

    /// <summary>
    /// Settles every sync sample a cut of the shown pictures [first, end) can need: those inside, and back to the real
    /// keyframe before them. Reads a few bytes of each and nothing else of the file.
    /// </summary>
    public static void Resolve(VideoIndex index, Stream file, int first, int end)
    {
        var last = 0;
        for (var rank = first; rank < end; rank++)
            last = Math.Max(last, index.Shown[rank]);
        for (var i = index.Shown[first]; i <= last; i++)
            ReadKind(index, file, i);
        for (var i = index.Shown[first]; i >= 0 && !index.IsKeyframeFor(i, first); i--)
            ReadKind(index, file, i);
    }

    private static void ReadKind(VideoIndex index, Stream file, int sample)
    {
        if (index.Kinds[sample] == SampleKind.Unread)
            index.Kinds[sample] = FirstSlice(index, file, sample);
    }

    private static SampleKind FirstSlice(VideoIndex index, Stream file, int sample)
    {
        Span<byte> header = stackalloc byte[5];
        var lengthBytes = index.Configuration.LengthBytes;
        header = header[..(lengthBytes + 1)];
        var (position, end) = (index.Offsets[sample], index.Offsets[sample] + index.Sizes[sample]);
        for (var unit = 0; unit < MaxLeadingUnits && position + header.Length <= end; unit++)
        {
            file.Position = position;
            if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
                return SampleKind.Other;
            var type = NalUnits.TypeOf(index.Family, header[lengthBytes]);
            if (NalUnits.IsSlice(index.Family, type))
                return NalUnits.KindOf(index.Family, type);
            var length = ReadLength(header[..lengthBytes]);
            if (NalUnits.IsParameterSet(index.Family, type))
                RequireKnownSet(index, file, position + lengthBytes, length);
            position += lengthBytes + length;
        }
        return SampleKind.Other;
    }

    /// <summary>Sets may be repeated in the samples, but a changed one would also change what our own pieces decode to.</summary>
    private static void RequireKnownSet(VideoIndex index, Stream file, long position, long length)
    {
        if (length > MaxSetBytes)
            throw new InvalidDataException($"a parameter set claims {length} bytes");
        var set = new byte[length];
        file.Position = position;
        file.ReadExactly(set);
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
