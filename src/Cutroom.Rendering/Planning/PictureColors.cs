using Cutroom.Rendering.Probing;

namespace Cutroom.Rendering.Planning;

/// <summary>Which colours the output has and what a source needs to get there.</summary>
internal static class PictureColors
{
    private const string HighDefinition = "bt709";
    private const string StandardDefinition = "smpte170m";
    private const int HighDefinitionLines = 720;

    /// <summary>
    /// Those of the input that size and rate follow too, so that one foreign input does not change all others; bt709 where that one has
    /// none that every player knows.
    /// </summary>
    public static string Target(VideoStream reference) =>
        MatrixOf(reference) is "bt709" or "smpte170m" or "bt470bg" && !reference.IsHdr && !IsRgb(reference)
            ? MatrixOf(reference)
            : HighDefinition;

    /// <summary>Null when the pictures already are as the target says.</summary>
    public static ColorConversion? Conversion(VideoStream source, string target)
    {
        var matrix = MatrixOf(source);
        return matrix == target && !source.IsHdr && !IsFullRange(source) && !IsRgb(source)
            ? null
            : new(matrix, source.IsHdr ? source.ColorTransfer : null, IsFullRange(source));
    }

    // Streams that say nothing are taken as players take them: by the size of the picture.
    private static string MatrixOf(VideoStream source) =>
        source.ColorSpace switch
        {
            null or "gbr" or "rgb" => source.CodedHeight >= HighDefinitionLines ? HighDefinition : StandardDefinition,
            "bt2020nc" or "bt2020c" => "bt2020",
            "bt709" or "smpte170m" or "bt470bg" or "smpte240m" or "fcc" => source.ColorSpace,
            _ => HighDefinition,
        };

    private static bool IsFullRange(VideoStream source) =>
        source.ColorRange is "pc" || source.PixelFormat.StartsWith("yuvj", StringComparison.Ordinal);

    private static bool IsRgb(VideoStream source) =>
        source.PixelFormat is "pal8"
        || source.PixelFormat.Contains("rgb", StringComparison.Ordinal)
        || source.PixelFormat.Contains("bgr", StringComparison.Ordinal)
        || source.PixelFormat.StartsWith("gbr", StringComparison.Ordinal);
}
