using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Verification;

/// <summary>Compares what is in an output with what its plan says. Pure.</summary>
internal static class PlanComparison
{
    // Samples that AAC puts in front of the first one; containers without an edit list show them as sound before time 0.
    private const int AacPriming = 1024;

    // Beyond the planned end only the rest of a packet may lie: 1152 samples of MP3 are the longest.
    private const int LongestPacket = 1152;

    private static readonly MediaTime Slack = MediaTime.FromMilliseconds(2);

    /// <summary>The first difference as a sentence, or null.</summary>
    public static string? Difference(RenderPlan plan, InspectedOutput output) =>
        StreamDifference(plan, output)
        ?? (
            plan.Pictures is { } target && output.Pictures is { } pictures
                ? FrameDifference(plan, target, pictures)
                : null
        )
        ?? (
            plan.Sound is { } sound && output.Sound is { } samples
                ? SoundDifference(plan, sound, samples, output.Pictures)
                : null
        );

    /// <summary>The largest distance of a frame from its planned instant.</summary>
    public static MediaTime LargestDeviation(RenderPlan plan, PacketLog pictures)
    {
        var target = plan.Pictures ?? throw new ArgumentException("The plan has no pictures.", nameof(plan));
        return Deviations(plan, target, pictures).Aggregate(MediaTime.Zero, MediaTime.Max);
    }

    /// <summary>End of sound minus end of pictures.</summary>
    public static MediaTime? TrackEndDifference(RenderPlan plan, InspectedOutput output) =>
        output is { Pictures: { } pictures, Sound: { } sound } ? sound.End - (pictures.Start + plan.Duration) : null;

    /// <summary>How far, at most, a step's first sample lies from its first picture.</summary>
    public static MediaTime? LargestSoundError(RenderPlan plan, InspectedOutput output)
    {
        if (plan.Sound is not { } target || output is not { Pictures: { } pictures, Sound: { } sound })
        {
            return null;
        }

        var shown = pictures.Sorted;
        var lead = pictures.Start - sound.Start;
        var heard = (HasPriming(lead, target) ? MediaTime.FromTicks(AacPriming, target.Tick) : MediaTime.Zero) - lead;
        var (largest, frame, samples) = (MediaTime.Zero, 0, 0L);
        foreach (var step in plan.Steps)
        {
            var seen = MediaTime.FromTicks(shown[frame] - shown[0], pictures.TimeBase);
            var error = seen - (heard + MediaTime.FromTicks(samples, target.Tick));
            largest = MediaTime.Max(largest, error < MediaTime.Zero ? -error : error);
            frame += (int)(step.Pictures?.Frames() ?? 0);
            samples += step.Sound?.Samples ?? 0;
        }

        return largest;
    }

    private static string? StreamDifference(RenderPlan plan, InspectedOutput output)
    {
        var codec = plan.Pictures?.Codec switch
        {
            VideoCodec.H264 => "h264",
            VideoCodec.H265 => "hevc",
            null => null,
        };
        var picture = output.PictureStream;
        return picture?.Codec != codec
                ? $"the picture codec is {picture?.Codec ?? "none"}, planned is {codec ?? "none"}"
            : output.SoundStream?.Codec != plan.Sound?.Codec
                ? $"the sound codec is {output.SoundStream?.Codec ?? "none"}, planned is {plan.Sound?.Codec ?? "none"}"
            : plan.Pictures is { } target && (picture!.Width, picture.Height) != (target.Width, target.Height) // the codecs agree
                ? $"pictures are {picture.Width}x{picture.Height}, planned is {target.Width}x{target.Height}"
            : null;
    }

    private static string? FrameDifference(RenderPlan plan, PictureTarget target, PacketLog pictures)
    {
        if (pictures.Count != plan.Frames)
        {
            return $"it has {pictures.Count} frames, planned are {plan.Frames}";
        }

        if (!pictures.DecodesInOrder || !pictures.StartsWithKey)
        {
            return pictures.StartsWithKey ? "decoding times do not rise" : "it does not start with a key frame";
        }

        var sorted = pictures.Sorted;
        for (var i = 1; i < sorted.Count; i++)
        {
            if (sorted[i] <= sorted[i - 1])
            {
                return $"frames {i - 1} and {i} have the same timestamp";
            }
        }

        var tolerance = Tolerance(plan.Settings.Format, target, pictures.TimeBase);
        var off = Deviations(plan, target, pictures).Index().FirstOrDefault(entry => entry.Item > tolerance);
        return off.Item > tolerance ? $"frame {off.Index} is {off.Item} s away from its planned instant" : null;
    }

    private static IEnumerable<MediaTime> Deviations(RenderPlan plan, PictureTarget target, PacketLog pictures)
    {
        var sorted = pictures.Sorted;
        return Planned(plan)
            .Zip(sorted)
            .Select(pair =>
            {
                var actual = MediaTime.FromTicks(pair.Second - sorted[0], pictures.TimeBase);
                var deviation = actual - MediaTime.FromTicks(pair.First, target.TimeBase);
                return deviation < MediaTime.Zero ? -deviation : deviation;
            });
    }

    private static IEnumerable<long> Planned(RenderPlan plan) =>
        plan
            .Steps.Select(step => step.Pictures)
            .OfType<PictureCut>()
            .SelectMany(cut => cut.Times.Enumerate().Select(tick => cut.Position + tick));

    // Both the plan's ticks and the container's may be rounded once.
    private static MediaTime Tolerance(OutputFormat format, PictureTarget target, Ratio actual) =>
        format is OutputFormat.Mp4 or OutputFormat.Mov
            ? MediaTime.FromTicks(1, target.TimeBase)
            : MediaTime.FromTicks(1, target.TimeBase) + MediaTime.FromTicks(1, actual);

    private static string? SoundDifference(RenderPlan plan, SoundTarget target, PacketLog sound, PacketLog? pictures)
    {
        var start = pictures?.Start ?? sound.Start;
        var lead = start - sound.Start;
        if (!sound.DecodesInOrder)
        {
            return "decoding times of the sound do not rise";
        }

        if (pictures is not null && !HasPriming(lead, target) && (lead > Slack || lead < -Slack))
        {
            return $"the sound starts {lead} s before the pictures";
        }

        var overrun = sound.End - (start + plan.Duration);
        var most = MediaTime.FromTicks(plan.Pictures is null ? 3 * LongestPacket : LongestPacket, target.Tick) + Slack;
        return overrun < -Slack - SoundTargets.LeftOut(target) || overrun > most
            ? $"the sound ends {overrun} s after the planned end"
            : null;
    }

    private static bool HasPriming(MediaTime lead, SoundTarget target)
    {
        var priming = MediaTime.FromTicks(AacPriming, target.Tick);
        return lead > priming - Slack && lead < priming + Slack;
    }
}
