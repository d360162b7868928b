using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Verification;

/// <summary>Decodes an output and demands silence of the decoder: all of a short one, the surroundings of every joint of a long one.</summary>
internal sealed class DecodeCheck(Ffmpeg engine, RendererOptions options)
{
    private static readonly MediaTime ShortOutput = MediaTime.FromSeconds(20);
    private const int MostRanges = 40;

    /// <summary>Pixels of all pictures that one call works on at once; each decoder holds a dozen of them.</summary>
    private const long MostPixels = 16 << 20;
    private static readonly MediaTime Surroundings = MediaTime.FromMilliseconds(150);

    /// <summary>What is decoded, on the output's own clock counted from its start.</summary>
    public static IReadOnlyList<TimeRange> Ranges(RenderPlan plan)
    {
        var whole = new TimeRange(MediaTime.Zero, plan.Duration);
        if (plan.Duration <= ShortOutput)
        {
            return [whole];
        }

        if (IsDoneByCopying(plan))
        {
            return [.. JointPictures.Times(plan, JointPictures.ToDecode(plan))];
        }

        var ranges = new List<TimeRange>();
        foreach (var joint in PictureTimes.Joints(plan))
        {
            var range = new TimeRange(
                MediaTime.Max(MediaTime.Zero, joint - Surroundings),
                MediaTime.Min(plan.Duration, joint + Surroundings)
            );
            if (ranges is [.., var last] && last.End >= range.Start)
            {
                ranges[^1] = last with { End = range.End };
            }
            else
            {
                ranges.Add(range);
            }
        }

        // Each range starts a process and decodes from the keyframe before it: many cost more than one pass.
        return ranges.Count > MostRanges ? [whole] : ranges;
    }

    /// <summary>Null when every range decodes without a word.</summary>
    public async Task<RenderFailure?> FindFaultAsync(
        RenderPlan plan,
        string path,
        Action<double> onFraction,
        CancellationToken cancellation
    )
    {
        var ranges = Ranges(plan);
        if (plan.Duration > ShortOutput && IsDoneByCopying(plan))
        {
            return null;
        }

        var isWhole = ranges is [{ Start: var start, End: var end }] && start == MediaTime.Zero && end == plan.Duration;
        // One process decodes several stretches: its start would cost as much as decoding half a second.
        var calls = ranges.Chunk(AtOnce(plan)).ToList();
        foreach (var (number, call) in calls.Index())
        {
            var arguments = FfmpegArguments.Decode(
                Outputs.DemuxerOf(plan.Settings.Format),
                path,
                [.. call.Select(range => isWhole ? (TimeRange?)null : range)],
                options.Threads
            );
            var exit = await engine.RunAsync(
                new(EngineProgram.Ffmpeg, arguments, options.RenderLimit, options.StallLimit),
                _ => { },
                cancellation
            );
            if (exit.End != EngineEnd.Exited)
            {
                return EngineFailures.Of(exit, "Decoding the output");
            }

            if (!exit.Succeeded || exit.Log.Count > 0)
            {
                return new(
                    RenderFailureKind.VerificationFailed,
                    $"The output does not decode cleanly between {call[0].Start} s and {call[^1].End} s: {EngineFailures.Sentence(exit, "the decoder complained")}.",
                    null,
                    exit.Log
                );
            }

            onFraction((number + 1.0) / calls.Count);
        }

        return null;
    }

    /// <summary>What is copied into a MP4 is looked at in that very file, by <see cref="CopyCheck"/>.</summary>
    private static bool IsDoneByCopying(RenderPlan plan) =>
        plan is { Copying: not null, Settings.Format: OutputFormat.Mp4 };

    private static int AtOnce(RenderPlan plan) =>
        plan.Pictures is { } pictures ? (int)Math.Max(1, MostPixels / ((long)pictures.Width * pictures.Height)) : 1;
}
