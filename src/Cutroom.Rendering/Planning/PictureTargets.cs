using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>Chooses what the pictures of the output are.</summary>
internal static class PictureTargets
{
    // Seconds between key frames: a player's seek, and the length of an HLS segment.
    internal const int KeyframeSeconds = 4;

    // Bits per pixel that noisy film at the chosen quality stays under; see the decision on rate control.
    private const double BitsPerPixel = 0.2;
    private const double ShareOfH265 = 0.6;
    private const long LeastKbps = 400;

    // Where B-frames are allowed and there are fewer pictures, libx265 gives decode times out of memory that it never wrote.
    internal const int FewestForBFrames = 3;

    /// <param name="frames">Of the whole output.</param>
    public static PictureTarget Choose(OutputSettings settings, SourceMaterial reference, FrameClock clock, long frames)
    {
        // The caller made sure that there are pictures.
        var video = reference.Media.Video!;
        var size = OutputGeometry.Choose(settings, ShownSize.Of(video));
        var isH264 = settings.Codec == VideoCodec.H264;
        return new()
        {
            Codec = settings.Codec,
            Width = size.Width,
            Height = size.Height,
            FrameRate = clock.Rate,
            IsConstantRate = clock.IsConstant,
            TimeBase = clock.TimeBase,
            Color = PictureColors.Target(video),
            Preset = isH264 ? "veryfast" : "superfast",
            Quality = isH264 ? 20 : 23,
            MaxKbps = MaxKbps(settings, reference, size, clock.Rate),
            Gop = Math.Max(1, (int)Math.Round(KeyframeSeconds * clock.Rate.ToApproximateNumber())),
            BFrames = settings.Format == OutputFormat.Avi || frames < FewestForBFrames ? 0 : 3,
        };
    }

    private static long MaxKbps(OutputSettings settings, SourceMaterial reference, PictureSize size, Ratio rate)
    {
        var pixels = (double)size.Width * size.Height;
        var fromSize = BitsPerPixel * pixels * rate.ToApproximateNumber() / 1000;
        var video = reference.Media.Video!; // as above
        var fromReference =
            (video.BitrateKbps ?? reference.Media.BitrateKbps) * pixels / ((double)video.Width * video.Height);
        var limit = settings.Reference == ReferenceRule.None ? fromSize : fromReference;
        return Math.Max(LeastKbps, (long)(settings.Codec == VideoCodec.H264 ? limit : limit * ShareOfH265));
    }
}
