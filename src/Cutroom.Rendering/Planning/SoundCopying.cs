using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>Decides whether the sound is taken packet by packet: only where a whole file becomes the output. Pure.</summary>
internal static class SoundCopying
{
    public const string Reason = "The sound is copied: a whole file is used, and its packets fit as they are.";

    private static readonly MediaTime Slack = MediaTime.FromMilliseconds(1);

    /// <summary>
    /// A packet of sound is heard together with its neighbours, so packets can be taken only where nothing is cut: at the ends of a
    /// file. Two files joined this way would put the silence their encoders start with into the middle.
    /// </summary>
    /// <param name="movies">By source; null where its tables are not understood.</param>
    public static RenderPlan Apply(RenderPlan plan, IReadOnlyList<Movie?> movies) =>
        plan is { Copying: not null, Sound: { Codec: "aac" } target, Steps: [{ Sound: { Stream: { } stream } } step] }
        && movies[step.Source] is { Sound: { } sound, Pictures: IndexResult.Indexed { Index: var pictures } }
        && sound.Position == stream
        && AacFormat.Read(sound.Description) == new AacFormat(target.SampleRate, target.Channels)
        && sound.Timescale == target.SampleRate
        && step.Pictures!.SourceFrames == pictures.FrameCount // plans that copy have pictures
        && StartsTogether(sound, pictures)
        && PacketsUnder(plan.Duration, sound) is not null
            ? plan with
            {
                Sound = target with { IsCopied = true },
                Reasons = [.. plan.Reasons.Where(reason => reason != SoundPlanner.Encoded), Reason],
            }
            : plan;

    /// <summary>How many packets are heard with the pictures, the last one perhaps beyond them; null when they end too early.</summary>
    public static int? PacketsUnder(MediaTime duration, SoundIndex sound)
    {
        var end = sound.Start + duration.NearestTicks(new Ratio(1, sound.Timescale));
        var slack = Slack.NearestTicks(new Ratio(1, sound.Timescale));
        return sound.End + slack < end
            ? null
            : sound.Samples.MediaTimes.Count(time => sound.Edit.ToPresentation(time) + slack < end);
    }

    private static bool StartsTogether(SoundIndex sound, VideoIndex pictures)
    {
        var difference =
            MediaTime.FromTicks(sound.Start, 1, sound.Timescale)
            - MediaTime.FromTicks(pictures.PtsOfRank(0), 1, pictures.Timescale);
        return difference < Slack && -difference < Slack;
    }
}
