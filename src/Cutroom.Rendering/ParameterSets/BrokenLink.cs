using Cutroom.Rendering.Indexing;

namespace Cutroom.Rendering.ParameterSets;

/// <summary>
/// Turns a CRA picture into a BLA picture without leading pictures, which is what it is once they are cut off: only the
/// type in the NAL unit header differs. Source: H.265 7.4.2.2.
/// </summary>
internal static class BrokenLink
{
    public static void Mark(Span<byte> sample, int lengthBytes)
    {
        while (sample.Length > lengthBytes)
        {
            var size = KeyframeScan.ReadLength(sample[..lengthBytes]);
            if (size < 2 || size > sample.Length - lengthBytes)
                throw new InvalidDataException("a NAL unit overruns its sample");
            ref var header = ref sample[lengthBytes];
            if (NalUnits.TypeOf(NalFamily.H265, header) is 16 or 17 or 21)
                header = (byte)(header & 0x81 | NalUnits.H265BrokenLinkWithoutLeading << 1);
            sample = sample[(int)(lengthBytes + size)..];
        }
    }
}
