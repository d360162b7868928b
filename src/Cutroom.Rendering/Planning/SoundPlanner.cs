using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>Plans an output of sound only: ranges are cut to the nearest sample.</summary>
internal static class SoundPlanner
{
    /// <summary>The reason that stands with sound under pictures.</summary>
    public const string Encoded = "The sound is one continuous encode, cut to the pictures.";

    public static Result<RenderPlan> Plan(Timeline timeline, IReadOnlyList<SourceMaterial> sources)
    {
        // Sources without sound cannot get here: a source has pictures or sound.
        var target = SoundTargets.Choose(timeline.Settings.Format, [.. Used(timeline, sources)], pictures: null)!;
        var stretches = new List<Stretch>();
        var segments = new List<PlannedSegment>();
        var position = MediaTime.Zero;
        foreach (var (number, segment) in timeline.Segments.Index())
        {
            var source = sources[segment.Source];
            var length = source.Index.TimeOf(source.Index.End) - source.Probed.Origin;
            var end = segment.End is { } asked ? MediaTime.Min(asked, length) : length;
            if (segment.Start.NearestTicks(target.Tick) >= end.NearestTicks(target.Tick))
            {
                return RenderPlanner.OutOfRange(timeline, number, length, "sample");
            }

            Add(stretches, new(segment.Source, segment.Start, end));
            segments.Add(Describe(segment, position, end - segment.Start, stretches.Count - 1));
            position += end - segment.Start;
        }

        return Compose(timeline, sources, target, stretches, segments);
    }

    private static IEnumerable<Probing.MediaInfo> Used(Timeline timeline, IReadOnlyList<SourceMaterial> sources) =>
        timeline.Segments.Select(segment => sources[segment.Source].Media);

    private static void Add(List<Stretch> stretches, Stretch next)
    {
        if (stretches is [.., var last] && last.Source == next.Source && last.End == next.Start)
        {
            stretches[^1] = last with { End = next.End };
        }
        else
        {
            stretches.Add(next);
        }
    }

    private static PlannedSegment Describe(Segment segment, MediaTime position, MediaTime duration, int step) =>
        new()
        {
            Source = segment.Source,
            Start = segment.Start,
            End = segment.End,
            FirstFrame = segment.Start,
            Position = position,
            Duration = duration,
            SourceFrames = 0,
            Step = step,
        };

    private static RenderPlan Compose(
        Timeline timeline,
        IReadOnlyList<SourceMaterial> sources,
        SoundTarget target,
        List<Stretch> stretches,
        List<PlannedSegment> segments
    )
    {
        var steps = new List<RenderStep>();
        var position = MediaTime.Zero;
        foreach (var (step, stretch) in stretches.Index())
        {
            var source = sources[stretch.Source];
            var from = source.Probed.Origin + stretch.Start;
            var end = position + (stretch.End - stretch.Start);
            steps.Add(
                new RenderStep.Encode
                {
                    Source = stretch.Source,
                    Sound = SoundCuts.Between(
                        source,
                        from,
                        position,
                        end,
                        target,
                        step == 0,
                        step == stretches.Count - 1
                    ),
                    Reason = "Encoded: sound is always one continuous encode.",
                }
            );
            position = end;
        }

        return new()
        {
            Settings = timeline.Settings,
            Sources = RenderPlanner.Describe(sources),
            Segments = segments,
            Sound = target,
            Steps = steps,
            Frames = 0,
            Duration = position,
            Reasons = ["The sources have sound only, so the output has.", "The sound is one continuous encode."],
        };
    }

    private readonly record struct Stretch(int Source, MediaTime Start, MediaTime End);
}
