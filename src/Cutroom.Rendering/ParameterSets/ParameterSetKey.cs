using Cutroom.Rendering.Indexing;

namespace Cutroom.Rendering.ParameterSets;

internal enum ParameterSetKind
{
    Video,
    Sequence,
    Picture,
    Other,
}

/// <summary>The name under which a slice finds a parameter set. Two sets of one kind and id cannot live in one track.</summary>
internal readonly record struct ParameterSetKey(ParameterSetKind Kind, uint Id)
{
    /// <summary>Bits of profile, tier and level when the stream has one temporal layer. Source: H.265 7.3.3.</summary>
    private const int H265ProfileBits = 96;

    public static ParameterSetKey Of(NalFamily family, ReadOnlySpan<byte> set)
    {
        var kind = KindOf(family, set[0]);
        var bits = new RawBits(set) { Position = family == NalFamily.H264 ? 8 : 16 };
        return new ParameterSetKey(kind, ReadId(family, kind, bits));
    }

    private static ParameterSetKind KindOf(NalFamily family, byte header) =>
        (family, NalUnits.TypeOf(family, header)) switch
        {
            (NalFamily.H264, 7) or (NalFamily.H265, 33) => ParameterSetKind.Sequence,
            (NalFamily.H264, 8) or (NalFamily.H265, 34) => ParameterSetKind.Picture,
            (NalFamily.H265, 32) => ParameterSetKind.Video,
            _ => ParameterSetKind.Other,
        };

    private static uint ReadId(NalFamily family, ParameterSetKind kind, RawBits bits)
    {
        if (kind == ParameterSetKind.Video)
            return bits.Bits(4);
        if (kind == ParameterSetKind.Sequence && family == NalFamily.H264)
            bits.Position += 24; // profile, constraints, level
        else if (kind == ParameterSetKind.Sequence)
            SkipToH265SequenceId(bits);
        return bits.Number();
    }

    /// <summary>Leaves the reader at the id; refuses temporal layers, whose levels lie in between.</summary>
    public static void SkipToH265SequenceId(RawBits bits)
    {
        bits.Bits(4);
        if (bits.Bits(3) != 0)
            throw new InvalidDataException("the sequence parameter set has temporal layers");
        bits.Position += 1 + H265ProfileBits;
    }
}
