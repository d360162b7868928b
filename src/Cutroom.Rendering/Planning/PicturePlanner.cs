using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>Plans an output with pictures. The pictures decide every duration; the sound follows.</summary>
internal static class PicturePlanner
{
    public static Result<RenderPlan> Plan(Timeline timeline, IReadOnlyList<SourceMaterial> sources)
    {
        var selections = new List<FrameSelection>();
        foreach (var (number, segment) in timeline.Segments.Index())
        {
            var material = sources[segment.Source];
            var first = material.Index.CountBefore(material.Probed.Origin + segment.Start);
            var count = CountUntil(material, segment.End) - first;
            if (count < 1)
            {
                return RenderPlanner.OutOfRange(timeline, number, material.Media.Duration, "frame");
            }

            selections.Add(new(segment, material, first, count));
        }

        return Compose(timeline, sources, selections);
    }

    private static int CountUntil(SourceMaterial material, MediaTime? end) =>
        end is { } limit ? material.Index.CountBefore(material.Probed.Origin + limit) : material.Index.Pts.Count;

    private static RenderPlan Compose(
        Timeline timeline,
        IReadOnlyList<SourceMaterial> sources,
        IReadOnlyList<FrameSelection> selections
    )
    {
        var settings = timeline.Settings;
        var reference = RenderPlanner.Reference(timeline, [.. sources.Select(source => source.Media)]);
        var pieces = Piece.Merge(selections);
        var clock = FrameClock.Choose(settings.Format, [.. pieces.Select(piece => piece.Frames)], reference);
        var laid = PieceLayout.Lay(pieces, clock);
        var frames = laid.Sum(piece => piece.Times.Count());
        var target = PictureTargets.Choose(settings, sources[reference], clock, frames);
        var sound = SoundTargets.Choose(
            settings.Format,
            [.. pieces.Select(piece => piece.Frames.Material.Media)],
            laid[^1].End
        );
        return new()
        {
            Settings = settings,
            Sources = RenderPlanner.Describe(sources),
            Segments = [.. laid.SelectMany((piece, step) => piece.Segments(step))],
            Pictures = target,
            Sound = sound,
            Steps = [.. laid.Select((_, step) => Encode(laid, step, target, sound))],
            Frames = frames,
            Duration = laid[^1].End,
            Reasons = Reasons(settings, sources[reference], clock, pieces.Count, sound),
        };
    }

    private static RenderStep.Encode Encode(
        IReadOnlyList<LaidPiece> laid,
        int step,
        PictureTarget target,
        SoundTarget? sound
    )
    {
        var piece = laid[step];
        return new RenderStep.Encode
        {
            Source = piece.Frames.Source,
            Pictures = PictureCuts.Of(piece, target),
            Sound = sound is null
                ? null
                : SoundCuts.Under(piece, sound, isFirst: step == 0, isLast: step == laid.Count - 1),
            Reason = piece.Resample is { } rate
                ? $"Encoded: {piece.Frames.Count} frames of the source become {piece.Times.Count()} at {rate} a second."
                : $"Encoded: {piece.Frames.Count} frames, one for one.",
        };
    }

    private static IReadOnlyList<string> Reasons(
        OutputSettings settings,
        SourceMaterial reference,
        FrameClock clock,
        int pieces,
        SoundTarget? sound
    )
    {
        var name = Path.GetFileName(reference.Probed.Path);
        return
        [
            .. settings.Mode == RenderMode.Encode ? ["Everything is encoded, as asked."] : Array.Empty<string>(),
            clock.Reason,
            settings.Reference switch
            {
                ReferenceRule.None => $"The output follows the first input, {name}.",
                ReferenceRule.MaxBitrate => $"The output follows the input of the highest bit rate, {name}.",
                ReferenceRule.MaxResolution => $"The output follows the input of the highest resolution, {name}.",
            },
            sound is null ? "No source has sound." : SoundPlanner.Encoded,
            .. pieces > 1 ? [$"{pieces - 1} joints are real discontinuities."] : Array.Empty<string>(),
        ];
    }
}
