using Microsoft.Win32.SafeHandles;

namespace Cutroom.Rendering.Indexing;

/// <summary>
/// Finds pictures that no other picture refers to. Where only the pictures after them are wanted, a decoder need not see them: about
/// half of the usual groups with B-frames.
/// </summary>
internal static class DisposablePictures
{
    /// <summary>A sample with more units is kept: the answer is only an economy.</summary>
    private const int MaxUnits = 64;

    /// <summary>The highest type of H.265 that may be a sub-layer non-reference picture; the even ones are. Source: H.265 table 7-1.</summary>
    private const int LastNonReference = 14;

    /// <summary>True when every slice of the sample says so. Reads a few bytes of each unit.</summary>
    public static bool IsDisposable(VideoIndex index, SafeFileHandle file, int sample)
    {
        Span<byte> header = stackalloc byte[5];
        var lengthBytes = index.Configuration.LengthBytes;
        header = header[..(lengthBytes + 1)];
        var (position, end) = (index.Offsets[sample], index.Offsets[sample] + index.Sizes[sample]);
        var slices = 0;
        for (var unit = 0; unit < MaxUnits && position + header.Length <= end; unit++)
        {
            if (RandomAccess.Read(file, header, position) < header.Length)
            {
                return false;
            }

            if (NalUnits.IsSlice(index.Family, NalUnits.TypeOf(index.Family, header[lengthBytes])))
            {
                slices++;
                if (IsReference(index.Family, header[lengthBytes]))
                {
                    return false;
                }
            }

            position += lengthBytes + KeyframeScan.ReadLength(header[..lengthBytes]);
        }

        return slices > 0 && position >= end;
    }

    private static bool IsReference(NalFamily family, byte header) =>
        family == NalFamily.H264
            ? (header & 0x60) != 0
            : NalUnits.TypeOf(family, header) is var type && (type > LastNonReference || type % 2 == 1);
}
