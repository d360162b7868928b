namespace Cutroom.Rendering.Indexing;

/// <summary>The two families of NAL unit coded video that can be cut without decoding.</summary>
internal enum NalFamily
{
    H264,
    H265,
}

/// <summary>The NAL unit types a cut depends on. Source: ITU-T H.264 table 7-1, H.265 table 7-1.</summary>
internal static class NalUnits
{
    public const int H265BrokenLinkWithoutLeading = 18;

    public static int TypeOf(NalFamily family, byte header) =>
        family == NalFamily.H264 ? header & 0x1F : (header >> 1) & 0x3F;

    /// <summary>Slices: the units that carry the picture itself.</summary>
    public static bool IsSlice(NalFamily family, int type) =>
        family == NalFamily.H264 ? type is >= 1 and <= 5 : type is >= 0 and <= 31;

    public static bool IsParameterSet(NalFamily family, int type) =>
        family == NalFamily.H264 ? type is 7 or 8 or 13 or 15 : type is >= 32 and <= 34;

    public static SampleKind KindOf(NalFamily family, int sliceType) =>
        (family, sliceType) switch
        {
            (NalFamily.H264, 5) => SampleKind.Idr,
            (NalFamily.H265, 19 or 20) => SampleKind.Idr,
            (NalFamily.H265, >= 16 and <= 18 or 21) => SampleKind.Cra,
            _ => SampleKind.Other,
        };
}
