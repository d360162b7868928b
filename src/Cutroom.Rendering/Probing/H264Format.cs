using Cutroom.Rendering.ParameterSets;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Probing;

/// <summary>
/// What a sequence parameter set of H.264 says of the pictures, when they are what most files hold: progressive, 8 bits, 4:2:0,
/// limited range. Source: ITU-T H.264 7.3.2.1.1 and annex E.
/// </summary>
/// <param name="Aspect">Null when it is not said; likewise the others.</param>
/// <param name="Range">Colours are named as the engine names them.</param>
internal sealed record H264Format(
    int Width,
    int Height,
    Ratio? Aspect,
    string? Range,
    string? Primaries,
    string? Transfer,
    string? Matrix
)
{
    private const uint ExtendedAspect = 255;

    /// <summary>Null when the pictures are of another kind, which is no fault.</summary>
    /// <exception cref="InvalidDataException">The set is cut off.</exception>
    public static H264Format? Read(ReadOnlySpan<byte> set)
    {
        var bits = new RawBits(set) { Position = 8 };
        var profile = bits.Bits(8);
        bits.Position += 16; // constraints, level
        bits.Number(); // id
        if (!IsPlainProfile(profile, bits))
        {
            return null;
        }

        bits.Number(); // log2_max_frame_num_minus4
        if (!SkipPictureOrder(bits))
        {
            return null;
        }

        bits.Number(); // max_num_ref_frames
        bits.Bits(1); // gaps_in_frame_num_value_allowed_flag
        var width = (bits.Number() + 1) * 16;
        var height = (bits.Number() + 1) * 16;
        if (bits.Bits(1) == 0)
        {
            return null; // Fields are possible.
        }

        bits.Bits(1); // direct_8x8_inference_flag
        if (bits.Bits(1) == 1)
        {
            width -= 2 * (bits.Number() + bits.Number());
            height -= 2 * (bits.Number() + bits.Number());
        }

        var size = new H264Format(checked((int)width), checked((int)height), null, null, null, null, null);
        return bits.Bits(1) == 1 ? ReadUsability(bits, size) : size;
    }

    private static bool IsPlainProfile(uint profile, RawBits bits) =>
        profile switch
        {
            66 or 77 => true,
            100 => bits.Number() == 1 // chroma_format_idc 4:2:0
                && bits.Number() == 0 // bit_depth_luma_minus8
                && bits.Number() == 0 // bit_depth_chroma_minus8
                && bits.Bits(2) == 0, // no bypass, no scaling matrices
            _ => false,
        };

    private static bool SkipPictureOrder(RawBits bits)
    {
        var type = bits.Number();
        if (type == 0)
        {
            bits.Number();
        }

        return type is 0 or 2;
    }

    private static H264Format? ReadUsability(RawBits bits, H264Format size)
    {
        var format = size;
        if (bits.Bits(1) == 1)
        {
            var kind = bits.Bits(8);
            if (kind is > 1 and not ExtendedAspect)
            {
                return null;
            }

            var (width, height) = kind == ExtendedAspect ? (bits.Bits(16), bits.Bits(16)) : (kind, kind);
            format = format with { Aspect = width > 0 && height > 0 ? new(width, height) : null };
        }

        if (bits.Bits(1) == 1)
        {
            bits.Bits(1); // overscan_appropriate_flag
        }

        return bits.Bits(1) == 1 ? ReadColours(bits, format) : format;
    }

    private static H264Format? ReadColours(RawBits bits, H264Format format)
    {
        bits.Bits(3); // video_format
        if (bits.Bits(1) == 1)
        {
            return null; // full range
        }

        var limited = format with { Range = "tv" };
        if (bits.Bits(1) == 0)
        {
            return limited;
        }

        var (primaries, transfer, matrix) = (bits.Bits(8), bits.Bits(8), bits.Bits(8));
        return Name(primaries) is { } first && NameOfTransfer(transfer) is { } second && Name(matrix) is { } third
            ? limited with
            {
                Primaries = first is "" ? null : first,
                Transfer = second is "" ? null : second,
                Matrix = third is "" ? null : third,
            }
            : null;
    }

    // The numbers of primaries and matrices agree as far as they are taken here; the empty name says nothing.
    private static string? Name(uint number) =>
        number switch
        {
            1 => "bt709",
            2 => "",
            5 => "bt470bg",
            6 => "smpte170m",
            _ => null,
        };

    private static string? NameOfTransfer(uint number) =>
        number switch
        {
            1 => "bt709",
            2 => "",
            6 => "smpte170m",
            _ => null,
        };
}
