namespace Cutroom.Rendering.Indexing;

/// <summary>
/// The body of an <c>avcC</c> or <c>hvcC</c> box taken apart: the parameter sets without which no sample decodes.
/// </summary>
internal sealed record DecoderConfiguration(
    NalFamily Family,
    byte[] Record,
    int LengthBytes,
    IReadOnlyList<byte[]> ParameterSets
)
{
    private const int MaxParameterSets = 64;

    public static DecoderConfiguration Read(NalFamily family, ReadOnlyMemory<byte> record)
    {
        var sets = new List<byte[]>();
        var reader = new BigEndianReader(record.Span);
        var lengthBytes = family == NalFamily.H264 ? ReadAvc(ref reader, sets) : ReadHevc(ref reader, sets);
        if (sets.Count is 0 or > MaxParameterSets)
            throw new InvalidDataException($"the decoder configuration has {sets.Count} parameter sets");
        return new DecoderConfiguration(family, record.ToArray(), lengthBytes, sets);
    }

    private static int ReadAvc(ref BigEndianReader reader, List<byte[]> sets)
    {
        reader.Bytes(4);
        var lengthBytes = (reader.UInt8() & 3) + 1;
        ReadSets(ref reader, reader.UInt8() & 31, sets);
        ReadSets(ref reader, reader.UInt8(), sets);
        return lengthBytes;
    }

    private static int ReadHevc(ref BigEndianReader reader, List<byte[]> sets)
    {
        reader.Bytes(21);
        var lengthBytes = (reader.UInt8() & 3) + 1;
        for (var arrays = reader.UInt8(); arrays > 0; arrays--)
        {
            var type = reader.UInt8() & 63;
            var count = reader.UInt16();
            if (NalUnits.IsParameterSet(NalFamily.H265, type))
                ReadSets(ref reader, count, sets);
            else
                for (; count > 0; count--)
                    reader.Bytes(reader.UInt16());
        }
        return lengthBytes;
    }

    private static void ReadSets(ref BigEndianReader reader, int count, List<byte[]> sets)
    {
        for (; count > 0; count--)
        {
            var set = reader.Bytes(reader.UInt16()).ToArray();
            if (set.Length < 4)
                throw new InvalidDataException("the decoder configuration has an empty parameter set");
            sets.Add(set);
        }
    }
}
