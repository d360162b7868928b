using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>The size of the output and the place of a picture in it. All rules of the wire's size table stand here.</summary>
internal static class OutputGeometry
{
    // Below this the encoders refuse; only extreme aspect ratios get there.
    private const int SmallestSide = 16;

    // A border thinner than this comes from rounding: the picture is stretched over it instead.
    private const int ThinnestBorder = 4;

    /// <param name="source">The reference input as shown.</param>
    public static PictureSize Choose(OutputSettings settings, ShownSize source)
    {
        var (width, height) = Requested(settings, source);
        if (!settings.Upsample)
        {
            // The request shrinks as a whole, so its aspect ratio stays.
            var shrink = Math.Min(1, Math.Min(source.Width / width, source.Height / height));
            (width, height) = (width * shrink, height * shrink);
        }

        return new(Even(width), Even(height));
    }

    /// <summary>The largest picture of this shape inside the output, and where its corner lies when centred.</summary>
    public static (PictureSize Scaled, PictureOffset? Offset) Fit(ShownSize shown, PictureSize output)
    {
        var scale = Math.Min(output.Width / shown.Width, output.Height / shown.Height);
        var width = Snap(Even(shown.Width * scale), output.Width);
        var height = Snap(Even(shown.Height * scale), output.Height);
        return (width, height) == (output.Width, output.Height)
            ? (output, null)
            : (new(width, height), new(Centre(output.Width - width), Centre(output.Height - height)));
    }

    private static (double Width, double Height) Requested(OutputSettings settings, ShownSize source)
    {
        var swaps = settings.LongShort && source.Height > source.Width;
        var (width, height) = swaps ? (settings.Height, settings.Width) : (settings.Width, settings.Height);
        return (width, height) switch
        {
            (0, 0) => (source.Width, source.Height),
            (0, _) => (source.Width * height / source.Height, height),
            (_, 0) => (width, source.Height * width / source.Width),
            _ => (width, height),
        };
    }

    private static int Snap(int side, int full) => full - side < ThinnestBorder ? full : side;

    // 4:2:0 chroma needs even offsets.
    private static int Centre(int border) => border / 4 * 2;

    private static int Even(double side) =>
        Math.Max(SmallestSide, 2 * (int)Math.Round(side / 2, MidpointRounding.AwayFromZero));
}

/// <summary>A picture as shown, before any rounding: a sample aspect ratio rarely gives whole pixels.</summary>
internal readonly record struct ShownSize(double Width, double Height)
{
    public static ShownSize Of(VideoStream video)
    {
        var wide = video.CodedWidth * video.SampleAspectRatio.ToApproximateNumber();
        return video.Rotation is 0 or 180 ? new(wide, video.CodedHeight) : new(video.CodedHeight, wide);
    }
}
