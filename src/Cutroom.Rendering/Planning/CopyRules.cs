using System.Globalization;
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
            { Pictures: null } => "The output has no pictures.",
            { Settings.Format: OutputFormat.Avi } =>
                "AVI has no timestamps, so pictures stored out of order cannot be copied.",
            _ => null,
        };

    /// <summary>Why the pictures of this step are made anew, or null when they may be copied as far as keyframes allow.</summary>
    public static string? Objection(RenderPlan plan, RenderStep step, IndexResult source)
    {
        if (source is IndexResult.NotIndexed { Reason: var reason })
        {
            return Sentence(step.Source, reason);
        }

        var index = ((IndexResult.Indexed)source).Index;
        var pictures = step.Pictures!; // the plan has pictures
        var stream = plan.Sources[step.Source].Media.Video!; // and so has each step
        var target = plan.Pictures!;
        var objection =
            index.Family != FamilyOf(target.Codec) ? $"it is coded as {stream.Codec}, the output is not"
            : pictures.Resample is not null ? "its frame rate changes"
            : pictures.Fit != new PictureFit() ? "its pictures are turned, scaled or converted"
            : stream.IsInterlaced ? "it is interlaced"
            : stream.PixelFormat != "yuv420p" ? $"its pixel format is {stream.PixelFormat}"
            : PieceEncoding.ProfileOf(index.Configuration) is null ? "no encoder setting matches its profile"
            : Disagreement(index, pictures);
        return objection is null ? null : Sentence(step.Source, objection);
    }

    public static string NotAlike(int source) =>
        Sentence(source, "its parameter sets do not fit into one track with those of the other sources");

    public static FrameRange RangeOf(VideoIndex index, RenderStep step, long frame) =>
        new(step.Source, index.RankAt(step.Pictures!.FirstPts), index.RankAt(step.Pictures.EndPts), frame);

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

    private static string Sentence(int source, string reason) =>
        string.Create(CultureInfo.InvariantCulture, $"Source {source}: {reason}.");
}
