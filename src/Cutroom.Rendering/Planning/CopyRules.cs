using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>When the pictures of a step may be copied: only where the exact path would have changed nothing but the coding.</summary>
internal static class CopyRules
{
    /// <summary>Why nothing of this plan can be copied, or null.</summary>
    public static string? Objection(RenderPlan plan) =>
        plan switch
        {
            { Pictures: null } => "the output has no pictures",
            { Settings.Format: OutputFormat.Avi } =>
                "AVI has no timestamps, so pictures stored out of order cannot be copied",
            _ => null,
        };

    /// <summary>Why the pictures of this step are made anew, or null when they may be copied as far as keyframes allow.</summary>
    public static string? Objection(RenderPlan plan, RenderStep step, IndexResult source)
    {
        if (source is IndexResult.NotIndexed { Reason: var reason })
        {
            return reason;
        }

        var index = ((IndexResult.Indexed)source).Index;
        var pictures = step.Pictures!; // the plan has pictures
        var stream = plan.Sources[step.Source].Media.Video!; // and so has each step
        var target = plan.Pictures!;
        return index.Family != FamilyOf(target.Codec) ? $"it is coded as {stream.Codec}, the output is not"
            : pictures.Resample is not null ? "its frame rate changes"
            : stream.IsInterlaced ? "it is interlaced"
            : !IsUntouched(pictures.Fit, index.Entry) || stream.SampleAspectRatio != Ratio.One
                ? "its pictures are turned, scaled or converted"
            : stream.PixelFormat != "yuv420p" ? $"its pixel format is {stream.PixelFormat}"
            : PieceEncoding.ProfileOf(index.Configuration) is null ? "no encoder setting matches its profile"
            : plan.Settings.Format == OutputFormat.Hls && HasOpenKeyframe(index, step)
                ? "its groups of pictures are open, and each HLS segment must stand alone"
            : Disagreement(index, pictures);
    }

    public const string NotAlike = "its parameter sets do not fit into one track with those of the other sources";

    public static FrameRange RangeOf(VideoIndex index, RenderStep step, long frame) =>
        new(step.Source, index.RankAt(step.Pictures!.FirstPts), index.RankAt(step.Pictures.EndPts), frame);

    private static bool IsUntouched(PictureFit fit, VisualSampleEntry coded) =>
        fit is { Deinterlace: false, Rotation: 0, IsMirrored: false, Offset: null, Color: null }
        && (fit.Scale is not { } size || (size.Width == coded.Width && size.Height == coded.Height));

    private static bool HasOpenKeyframe(VideoIndex index, RenderStep step)
    {
        var range = RangeOf(index, step, 0);
        return index.Shown[range.First..range.End].Any(sample => index.Kinds[sample] == SampleKind.Cra);
    }

    /// <summary>Our index and the engine must see the same pictures: two readers that agree are the proof that both are right.</summary>
    private static string? Disagreement(VideoIndex index, PictureCut pictures)
    {
        var agrees =
            pictures.TimeBase == new Ratio(1, index.Timescale)
            && index.RankAt(pictures.EndPts) - index.RankAt(pictures.FirstPts) == pictures.SourceFrames
            && pictures.SourceFrames == pictures.Frames()
            && index.PtsOfRank(index.RankAt(pictures.FirstPts)) == pictures.FirstPts;
        return agrees ? null : "its tables and the engine disagree about its frames";
    }

    private static NalFamily FamilyOf(VideoCodec codec) =>
        codec switch
        {
            VideoCodec.H264 => NalFamily.H264,
            VideoCodec.H265 => NalFamily.H265,
        };
}
