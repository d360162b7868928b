using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>
/// What a segment will weigh and cost, from a few measured rates. Good to about a factor of two: pictures differ more than that.
/// Source of the constants: docs/decisions/0230-plan-estimates.md, which has the commands that measure them.
/// </summary>
internal static class WorkEstimate
{
    /// <summary>Seconds of one core that every render needs: probes, reading the output back, starts of the engine.</summary>
    public const decimal PerRender = 1.0m;

    /// <summary>One more process, and the comparison with the source.</summary>
    private const decimal PerPiece = 0.15m;

    /// <summary>AAC or MP3, seconds a second.</summary>
    private const decimal PerSecondOfSound = 0.02m;

    // Millions of pixels a second of one core, decoding included.
    private const decimal H264Rate = 45;
    private const decimal H265Rate = 9;
    private const decimal ReadRate = 300;

    /// <summary>Encodes of constant quality weigh about as much as their source for the same pixels.</summary>
    internal const decimal Growth = 1.1m;

    private const decimal BytesPerKilobit = 125;

    public static long Bytes(RenderPlan plan, PlannedSegment segment, IReadOnlyList<PieceSummary> pieces)
    {
        var seconds = Seconds(segment.Duration);
        var media = plan.Sources[segment.Source].Media;
        var copied = Share(pieces, PieceSummary.Copy);
        decimal kbps = plan.Sound?.BitrateKbps ?? 0;
        if (plan.Pictures is { } target && media.Video is { } source)
        {
            var pixels = (decimal)target.Width * target.Height / Math.Max(1, (long)source.Width * source.Height);
            var encoded = Math.Min(target.MaxKbps, media.BitrateKbps * Growth * pixels);
            kbps += copied * media.BitrateKbps + (1 - copied) * encoded;
        }

        return (long)(seconds * kbps * BytesPerKilobit);
    }

    public static decimal Seconds(RenderPlan plan, PlannedSegment segment, IReadOnlyList<PieceSummary> pieces)
    {
        var sound = plan.Sound is null ? 0 : Seconds(segment.Duration) * PerSecondOfSound;
        if (plan.Pictures is not { } target)
        {
            return Math.Round(sound, 2);
        }

        var rate = target.Codec == VideoCodec.H265 ? H265Rate : H264Rate;
        var millions = (decimal)target.Width * target.Height / 1_000_000;
        var encoded = pieces.Where(piece => piece.Action == PieceSummary.Encode).Sum(piece => piece.Frames);
        var all = pieces.Sum(piece => piece.Frames);
        return Math.Round(sound + pieces.Count * PerPiece + encoded * millions / rate + all * millions / ReadRate, 2);
    }

    private static decimal Share(IReadOnlyList<PieceSummary> pieces, string action)
    {
        var all = pieces.Sum(piece => piece.Frames);
        return all == 0 ? 0 : (decimal)pieces.Where(piece => piece.Action == action).Sum(piece => piece.Frames) / all;
    }

    private static decimal Seconds(MediaTime time) => (decimal)time.ToApproximateSeconds();
}
