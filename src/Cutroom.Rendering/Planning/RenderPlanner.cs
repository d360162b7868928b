using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Sources;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>A timeline and the facts of its sources in, a plan out. Pure: no clock, no disk, no engine.</summary>
internal static class RenderPlanner
{
    public static PlanResult Plan(Timeline timeline, IReadOnlyList<SourceMaterial> sources)
    {
        if (TimelineRules.Objection(timeline, sources) is { } objection)
        {
            return new PlanResult.Refused(objection);
        }

        var plan = sources[timeline.Segments[0].Source].Media.Video is null
            ? SoundPlanner.Plan(timeline, sources)
            : PicturePlanner.Plan(timeline, sources);
        return plan switch
        {
            Result<RenderPlan>.Ok(var value) => new PlanResult.Planned(value),
            Result<RenderPlan>.Failed(var failure) => new PlanResult.Refused(failure),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>The input that size, rate and bit rate follow; the earlier one where two are equal.</summary>
    internal static int Reference(Timeline timeline, IReadOnlyList<MediaInfo> sources)
    {
        var used = timeline.Segments.Select(segment => segment.Source).Distinct().ToList();
        return timeline.Settings.Reference switch
        {
            ReferenceRule.None => used[0],
            ReferenceRule.MaxBitrate => used.MaxBy(source => sources[source].BitrateKbps),
            ReferenceRule.MaxResolution => used.MaxBy(source =>
                sources[source].Video is { } video ? (long)video.Width * video.Height : 0
            ),
        };
    }

    internal static IReadOnlyList<PlannedSource> Describe(IReadOnlyList<SourceMaterial> sources) =>
        [
            .. sources.Select(source => new PlannedSource(
                source.Probed.Path,
                source.Probed.Demuxer,
                source.Probed.Origin,
                source.Media
            )
            {
                Bytes = source.Probed.Source ?? MediaSource.OfFile(source.Probed.Path),
                IsReadFromTables = source.Index.IsReadFromTables,
            }),
        ];

    internal static RenderFailure OutOfRange(Timeline timeline, int segment, MediaTime duration, string unit)
    {
        var asked = timeline.Segments[segment];
        var cause =
            asked.Start >= duration
                ? $"segment {segment + 1} starts at {asked.Start} s but source {asked.Source + 1} lasts {duration} s"
                : $"segment {segment + 1} from {asked.Start} s to {(asked.End is { } end ? $"{end} s" : "the end")} holds no {unit} of source {asked.Source + 1}";
        return RenderFailure.Of(RenderFailureKind.SegmentOutOfRange, $"Refused: {cause}.", asked.Source);
    }
}
