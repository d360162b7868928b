using System.Text.Json.Serialization;

namespace Cutroom.Rendering.Planning;

/// <summary>A run of frames of a segment that get to the output in one way.</summary>
/// <param name="FirstFrame">Counted over the whole output, from 0.</param>
/// <param name="Action"><c>copy</c> or <c>encode</c>.</param>
/// <param name="Reason">Why they are encoded; absent for copies.</param>
public sealed record PieceSummary(
    [property: JsonPropertyName("first_frame")] long FirstFrame,
    [property: JsonPropertyName("frames")] long Frames,
    [property: JsonPropertyName("action")] string Action,
    [property: JsonPropertyName("reason"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason
)
{
    public const string Copy = "copy";
    public const string Encode = "encode";

    /// <summary>Those of one segment, cut at its ends.</summary>
    internal static IReadOnlyList<PieceSummary> Of(RenderPlan plan, int segment)
    {
        var (first, end) = FramesOf(plan, segment);
        return
        [
            .. All(plan)
                .Select(piece =>
                {
                    var start = Math.Max(first, piece.FirstFrame);
                    var stop = Math.Min(end, piece.FirstFrame + piece.Frames);
                    return piece with { FirstFrame = start, Frames = stop - start };
                })
                .Where(piece => piece.Frames > 0),
        ];
    }

    private static IEnumerable<PieceSummary> All(RenderPlan plan) =>
        plan.Copying is { } copying
            ? copying.Pieces.Select(piece =>
                piece switch
                {
                    VideoPiece.Copy => new PieceSummary(piece.FirstFrame, piece.FrameCount, Copy, null),
                    VideoPiece.Encode { Reason: var reason } => new(piece.FirstFrame, piece.FrameCount, Encode, reason),
                    VideoPiece.Adapt { Reason: var reason } => new(piece.FirstFrame, piece.FrameCount, Encode, reason),
                    _ => throw new System.Diagnostics.UnreachableException(),
                }
            )
            : plan.Steps.Select(
                (step, number) => new PieceSummary(FirstOf(plan, number), Count(step), Encode, step.Reason)
            );

    /// <summary>Frames of the output that show a segment. Segments that share a step share its frames by their counts or times.</summary>
    private static (long First, long End) FramesOf(RenderPlan plan, int number)
    {
        var segment = plan.Segments[number];
        var step = plan.Steps[segment.Step];
        var first = FirstOf(plan, segment.Step);
        if (step.Pictures is not { } pictures)
        {
            return (first, first);
        }

        var before = plan.Segments.Take(number).Where(other => other.Step == segment.Step).ToList();
        if (pictures.Resample is null)
        {
            first += before.Sum(other => other.SourceFrames);
            return (first, first + segment.SourceFrames);
        }

        var start = plan.Segments.First(other => other.Step == segment.Step).Position;
        var tick = plan.Pictures!.TimeBase; // a step has pictures only where the plan has
        var (from, until) = (
            (segment.Position - start).CeilingTicks(tick),
            (segment.Position + segment.Duration - start).CeilingTicks(tick)
        );
        return (
            first + pictures.Times.Enumerate().LongCount(time => time < from),
            first + pictures.Times.Enumerate().LongCount(time => time < until)
        );
    }

    private static long FirstOf(RenderPlan plan, int step) => plan.Steps.Take(step).Sum(Count);

    private static long Count(RenderStep step) => step.Pictures?.Frames() ?? 0;
}
