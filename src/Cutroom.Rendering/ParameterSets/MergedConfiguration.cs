using Cutroom.Rendering.Indexing;

namespace Cutroom.Rendering.ParameterSets;

/// <summary>One <c>avcC</c> or <c>hvcC</c> that holds the parameter sets of everything in the track.</summary>
internal static class MergedConfiguration
{
    /// <summary>
    /// The record of the first with the sets of all. Throws <see cref="InvalidDataException"/> when two different sets
    /// have one id: the decoder would take the wrong one.
    /// </summary>
    public static byte[] Write(IReadOnlyList<DecoderConfiguration> parts)
    {
        var (family, first) = (parts[0].Family, parts[0]);
        if (parts.Any(part => part.LengthBytes != first.LengthBytes))
            throw new InvalidDataException("the pieces store NAL unit lengths in different sizes");
        var sets = new SortedDictionary<(ParameterSetKind, int), byte[]>();
        var known = new Dictionary<ParameterSetKey, byte[]>();
        foreach (var set in parts.SelectMany(part => part.ParameterSets))
        {
            var key = ParameterSetKey.Of(family, set);
            if (!known.TryAdd(key, set))
            {
                if (!known[key].AsSpan().SequenceEqual(set))
                    throw new InvalidDataException($"two different {key.Kind} parameter sets have id {key.Id}");
                continue;
            }
            if (key.Kind != ParameterSetKind.Other)
                sets.Add((key.Kind, sets.Count), set);
        }
        var groups = sets.GroupBy(set => set.Key.Item1, set => set.Value).Select(group => group.ToList()).ToList();
        return family == NalFamily.H264 ? WriteAvc(parts, groups) : WriteHevc(parts, groups);
    }

    /// <summary>Whether pictures of all these can follow each other in one track.</summary>
    public static bool Fits(IReadOnlyList<VideoIndex> indexes)
    {
        var first = indexes[0];
        if (
            indexes.Any(index =>
                index.Family != first.Family
                || index.Configuration.Record[1] != first.Configuration.Record[1]
                || !index.Entry.LooksLike(first.Entry)
            )
        )
        {
            return false;
        }

        try
        {
            Write([.. indexes.Select(index => index.Configuration)]);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static byte[] WriteAvc(IReadOnlyList<DecoderConfiguration> parts, List<List<byte[]>> groups)
    {
        var record = parts[0].Record;
        // Level: the record promises what the most demanding piece needs.
        List<byte> writer = [.. record[..3], parts.Max(part => part.Record[3]), record[4]];
        writer.Add((byte)(0xE0 | groups[0].Count));
        groups[0].ForEach(set => AddSet(writer, set));
        writer.Add((byte)groups[1].Count);
        groups[1].ForEach(set => AddSet(writer, set));
        writer.AddRange(AvcExtension(parts[0]));
        return [.. writer];
    }

    /// <summary>What High profiles add after the sets (chroma format, bit depths); it must be equal in all pieces.</summary>
    private static ReadOnlySpan<byte> AvcExtension(DecoderConfiguration part)
    {
        var setBytes = part.ParameterSets.Sum(set => set.Length + 2);
        return part.Record.AsSpan(Math.Min(part.Record.Length, 7 + setBytes));
    }

    private static byte[] WriteHevc(IReadOnlyList<DecoderConfiguration> parts, List<List<byte[]>> groups)
    {
        var writer = new List<byte>(parts[0].Record[..22]);
        writer[12] = parts.Max(part => part.Record[12]); // general_level_idc
        writer.Add((byte)groups.Count);
        foreach (var group in groups)
        {
            writer.Add((byte)(0x80 | NalUnits.TypeOf(NalFamily.H265, group[0][0]))); // complete: none in the samples
            writer.Add((byte)(group.Count >> 8));
            writer.Add((byte)group.Count);
            group.ForEach(set => AddSet(writer, set));
        }
        return [.. writer];
    }

    private static void AddSet(List<byte> writer, byte[] set)
    {
        writer.Add((byte)(set.Length >> 8));
        writer.Add((byte)set.Length);
        writer.AddRange(set);
    }
}
