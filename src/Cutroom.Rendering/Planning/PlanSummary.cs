using System.Text.Json.Serialization;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>What a plan would do, for whoever decides before rendering: segment by segment, with what it will cost. Pure.</summary>
public sealed record PlanSummary
{
    [JsonPropertyName("plan_hash")]
    public required string PlanHash { get; init; }

    [JsonPropertyName("format")]
    public required OutputFormat Format { get; init; }

    /// <summary>Null when the output has no pictures.</summary>
    [JsonPropertyName("width")]
    public int? Width { get; init; }

    /// <summary>Null when the output has no pictures.</summary>
    [JsonPropertyName("height")]
    public int? Height { get; init; }

    /// <summary>Pictures in the output; 0 for sound only.</summary>
    [JsonPropertyName("frames")]
    public required long Frames { get; init; }

    /// <summary>Seconds.</summary>
    [JsonPropertyName("duration")]
    public required MediaTime Duration { get; init; }

    /// <summary><c>encode</c>, <c>copy</c> or <c>mixed</c>, as in the report.</summary>
    [JsonPropertyName("mode")]
    public required string Mode { get; init; }

    [JsonPropertyName("copied_frames")]
    public required long CopiedFrames { get; init; }

    [JsonPropertyName("encoded_frames")]
    public required long EncodedFrames { get; init; }

    [JsonPropertyName("estimated_bytes")]
    public required long EstimatedBytes { get; init; }

    /// <summary>Seconds of one core, verification included.</summary>
    [JsonPropertyName("estimated_work_seconds")]
    public required decimal EstimatedWorkSeconds { get; init; }

    [JsonPropertyName("segments")]
    public required IReadOnlyList<SegmentSummary> Segments { get; init; }

    [JsonPropertyName("reasons")]
    public required IReadOnlyList<string> Reasons { get; init; }

    public static PlanSummary Of(RenderPlan plan)
    {
        var segments = plan.Segments.Select((_, number) => SegmentSummary.Of(plan, number)).ToList();
        return new()
        {
            PlanHash = plan.Hash(),
            Format = plan.Settings.Format,
            Width = plan.Pictures?.Width,
            Height = plan.Pictures?.Height,
            Frames = plan.Frames,
            Duration = plan.Duration,
            Mode = plan.Mode,
            CopiedFrames = plan.CopiedFrames,
            EncodedFrames = plan.EncodedFrames,
            EstimatedBytes = segments.Sum(segment => segment.EstimatedBytes),
            EstimatedWorkSeconds = WorkEstimate.PerRender + segments.Sum(segment => segment.EstimatedWorkSeconds),
            Segments = segments,
            Reasons = plan.Reasons,
        };
    }

    public string ToJson() => System.Text.Json.JsonSerializer.Serialize(this, RenderingJson.Default.PlanSummary);
}

/// <summary>What becomes of one segment.</summary>
public sealed record SegmentSummary
{
    /// <summary>The source, counted from 0 in the order of their first use.</summary>
    [JsonPropertyName("source")]
    public required int Source { get; init; }

    /// <summary>As asked, inclusive.</summary>
    [JsonPropertyName("start")]
    public required MediaTime Start { get; init; }

    /// <summary>As asked, exclusive; absent is the end of the source.</summary>
    [JsonPropertyName("end")]
    public MediaTime? End { get; init; }

    /// <summary>The instant of the source's first frame that is taken.</summary>
    [JsonPropertyName("first_frame_at")]
    public required MediaTime FirstFrameAt { get; init; }

    /// <summary>Frames of the source in the range; 0 for sound.</summary>
    [JsonPropertyName("source_frames")]
    public required long SourceFrames { get; init; }

    /// <summary>Where it begins in the output.</summary>
    [JsonPropertyName("position")]
    public required MediaTime Position { get; init; }

    [JsonPropertyName("duration")]
    public required MediaTime Duration { get; init; }

    /// <summary>In order; empty for sound.</summary>
    [JsonPropertyName("pieces")]
    public required IReadOnlyList<PieceSummary> Pieces { get; init; }

    [JsonPropertyName("estimated_bytes")]
    public required long EstimatedBytes { get; init; }

    [JsonPropertyName("estimated_work_seconds")]
    public required decimal EstimatedWorkSeconds { get; init; }

    internal static SegmentSummary Of(RenderPlan plan, int number)
    {
        var segment = plan.Segments[number];
        var pieces = PieceSummary.Of(plan, number);
        return new()
        {
            Source = segment.Source,
            Start = segment.Start,
            End = segment.End,
            FirstFrameAt = segment.FirstFrame,
            SourceFrames = segment.SourceFrames,
            Position = segment.Position,
            Duration = segment.Duration,
            Pieces = pieces,
            EstimatedBytes = WorkEstimate.Bytes(plan, segment, pieces),
            EstimatedWorkSeconds = WorkEstimate.Seconds(plan, segment, pieces),
        };
    }
}
