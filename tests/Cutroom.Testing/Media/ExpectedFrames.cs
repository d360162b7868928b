using Cutroom.Rendering.Timelines;

namespace Cutroom.Testing.Media;

/// <param name="Number">The number that must be on it.</param>
/// <param name="Offset">Since the first frame of its segment, in the output.</param>
internal sealed record ExpectedFrame(int Number, MediaTime Offset);

/// <summary>What one segment must become.</summary>
/// <param name="From">The instant of the source that its first frame shows, since position 0; for sound alone its first sample.</param>
/// <param name="Span">How long it lasts in the output.</param>
internal sealed record ExpectedSegment(
    SourceFile Source,
    IReadOnlyList<ExpectedFrame> Frames,
    MediaTime From,
    MediaTime Span
);

/// <summary>
/// The half-open rule, worked out from the source's own timestamps: the frames with <c>start &lt;= time &lt; end</c>, in order, once
/// each, at their own distances.
/// </summary>
internal static class ExpectedFrames
{
    public static ExpectedSegment Of(SourceFile source, MediaTime start, MediaTime? end)
    {
        var first = source.Frames.TakeWhile(frame => frame.Time < start).Count();
        var chosen = source
            .Frames.Skip(first)
            .TakeWhile(frame => end is null || frame.Time < end)
            .Select(frame => new ExpectedFrame(frame.Number, frame.Time - source.Frames[first].Time))
            .ToList();
        return chosen.Count == 0
            ? throw new InvalidOperationException($"{source.Fixture.Name} has no frame from {start} to {end}")
            : new(
                source,
                chosen,
                source.Frames[first].Time,
                source.EndOf(first + chosen.Count - 1) - source.Frames[first].Time
            );
    }

    /// <summary>The same frames brought to a grid: each instant of the grid shows the frame whose turn is nearest before it.</summary>
    public static ExpectedSegment AtRate(SourceFile source, MediaTime start, MediaTime? end, Ratio rate)
    {
        var natural = Of(source, start, end);
        var turns = natural
            .Frames.Select(frame => (Turn: frame.Offset.NearestTicks(rate.Inverse()), frame.Number))
            .ToList();
        var count = Math.Max(1, natural.Span.NearestTicks(rate.Inverse()));
        var frames = new List<ExpectedFrame>();
        for (var i = 0L; i < count; i++)
        {
            frames.Add(new(turns.Last(turn => turn.Turn <= i).Number, MediaTime.FromTicks(i, rate.Inverse())));
        }

        return natural with
        {
            Frames = frames,
            Span = MediaTime.FromTicks(count, rate.Inverse()),
        };
    }

    /// <summary>
    /// Each frame once, at equal distances: where frames share a grid, rounded timestamps of their sources must not add up.
    /// </summary>
    public static ExpectedSegment OnGrid(SourceFile source, MediaTime start, MediaTime? end, Ratio rate)
    {
        var natural = Of(source, start, end);
        return natural with
        {
            Frames =
            [
                .. natural.Frames.Select((frame, i) => frame with { Offset = MediaTime.FromTicks(i, rate.Inverse()) }),
            ],
            Span = MediaTime.FromTicks(natural.Frames.Count, rate.Inverse()),
        };
    }

    /// <summary>Sound alone is cut where it was asked for.</summary>
    public static ExpectedSegment OfSound(SourceFile source, MediaTime start, MediaTime? end)
    {
        var length = MediaTime.FromTicks((long)Math.Round(source.SoundEnd * 1_000_000), 1, 1_000_000);
        return new(source, [], start, MediaTime.Min(end ?? length, length) - start);
    }
}
