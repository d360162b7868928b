using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>What a timeline must be before anything is selected from it.</summary>
internal static class TimelineRules
{
    // Each segment opens its source twice; the wire allows 20.
    internal const int MaxSegments = 250;

    private static readonly MediaTime LargestStepBack = MediaTime.FromSeconds(1);

    /// <summary>Null when the timeline can be rendered as far as its shape tells.</summary>
    public static RenderFailure? Objection(Timeline timeline, IReadOnlyList<SourceMaterial> sources)
    {
        var settings = timeline.Settings;
        var used = timeline.Segments.Select(segment => segment.Source).Distinct().ToList();
        if (timeline.Segments.Count == 0 || used.Any(source => source < 0 || source >= sources.Count))
        {
            return Refusal(
                RenderFailureKind.SegmentOutOfRange,
                timeline.Segments.Count == 0
                    ? "the timeline has no segment"
                    : "a segment names a source that is not given"
            );
        }

        if (timeline.Segments.Count > MaxSegments)
        {
            return Refusal(
                RenderFailureKind.SegmentOutOfRange,
                $"the timeline has {timeline.Segments.Count} segments; {MaxSegments} are the most"
            );
        }

        if (
            timeline.Segments.Index().FirstOrDefault(entry => entry.Item.End <= entry.Item.Start) is
            { Item: not null } empty
        )
        {
            return Refusal(
                RenderFailureKind.SegmentOutOfRange,
                $"segment {empty.Index + 1} ends at {empty.Item.End} s, not after its start at {empty.Item.Start} s",
                empty.Item.Source
            );
        }

        // Such a file says twice what is at one instant: parts of recordings put behind one another.
        if (
            used.FirstOrDefault(source => sources[source].Index.LargestStepBack > LargestStepBack, -1)
            is >= 0
                and var restarted
        )
        {
            return Refusal(
                RenderFailureKind.UnsupportedStream,
                $"the timestamps of source {restarted + 1} start anew within the file, so its instants are ambiguous",
                restarted
            );
        }

        var hasPictures = sources[used[0]].Media.Video is not null;
        if (
            used.FirstOrDefault(source => (sources[source].Media.Video is not null) != hasPictures, -1)
            is >= 0
                and var odd
        )
        {
            return Refusal(
                RenderFailureKind.UnsupportedStream,
                $"source {odd + 1} has {(hasPictures ? "sound only" : "pictures")} and source {used[0] + 1} has {(hasPictures ? "pictures" : "sound only")}; they cannot be joined",
                odd
            );
        }

        return hasPictures switch
        {
            true when settings.Format == OutputFormat.Mp3 => Refusal(
                RenderFailureKind.UnsupportedOutput,
                "format MP3 takes sound only, and the sources have pictures"
            ),
            true when settings is { Format: OutputFormat.Flv, Codec: VideoCodec.H265 } => Refusal(
                RenderFailureKind.UnsupportedOutput,
                "format FLV cannot carry H.265; use H.264"
            ),
            _ => null,
        };
    }

    private static RenderFailure Refusal(RenderFailureKind kind, string message, int? source = null) =>
        RenderFailure.Of(kind, $"Refused: {message}.", source);
}
