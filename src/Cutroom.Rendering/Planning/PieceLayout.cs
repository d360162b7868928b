using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>A piece in its place in the output.</summary>
/// <param name="Position">Of its first frame, in ticks of the output.</param>
/// <param name="Start">The same instant as a time.</param>
/// <param name="End">Where its last frame ends.</param>
internal sealed record LaidPiece(
    Piece Piece,
    long Position,
    FrameTimes Times,
    Ratio? Resample,
    MediaTime Start,
    MediaTime End
)
{
    public FrameSelection Frames => Piece.Frames;

    public IEnumerable<PlannedSegment> Segments(int step) =>
        Piece.Parts.Select(
            (part, number) =>
            {
                var isLast = number == Piece.Parts.Count - 1;
                var start = Start + (part.Start - Frames.Start);
                return new PlannedSegment
                {
                    Source = part.Source,
                    Start = part.Asked.Start,
                    End = part.Asked.End,
                    FirstFrame = part.Start - part.Material.Probed.Origin,
                    Position = start,
                    Duration = (isLast ? End : Start + (part.End - Frames.Start)) - start,
                    SourceFrames = part.Count,
                    Step = step,
                };
            }
        );
}

/// <summary>Places pieces one behind the other on the output's clock.</summary>
internal static class PieceLayout
{
    public static IReadOnlyList<LaidPiece> Lay(IReadOnlyList<Piece> pieces, FrameClock clock)
    {
        var laid = new List<LaidPiece>();
        var end = MediaTime.Zero;
        foreach (var piece in pieces)
        {
            var placed = clock.IsConstant ? OnGrid(piece, clock, end) : OnOwnTimes(piece, clock, end);
            end = placed.End;
            laid.Add(placed);
        }

        return laid;
    }

    // Grid positions are whole ticks, so nothing is rounded here.
    private static LaidPiece OnGrid(Piece piece, FrameClock clock, MediaTime start)
    {
        // Another source may need it, this one not: what already runs at the rate keeps its frames.
        var resamples = clock.Resamples && !piece.Frames.IsOnGrid(clock.Rate);
        var frames = resamples ? Math.Max(1, piece.Frames.Span.NearestTicks(clock.Rate.Inverse())) : piece.Frames.Count;
        var step = clock.Rate.Denominator * (clock.TimeBase.Denominator / clock.Rate.Numerator);
        return new(
            piece,
            start.NearestTicks(clock.TimeBase),
            FrameTimes.Constant(frames, step),
            resamples ? clock.Rate : null,
            start,
            start + MediaTime.FromTicks(frames * step, clock.TimeBase)
        );
    }

    // Each instant is rounded by itself, so errors never add up over the pieces.
    private static LaidPiece OnOwnTimes(Piece piece, FrameClock clock, MediaTime start)
    {
        var selection = piece.Frames;
        var index = selection.Material.Index;
        var times = Enumerable
            .Range(selection.First, selection.Count)
            .Select(frame => index.TimeOf(index.Pts[frame] - selection.FirstPts).NearestTicks(clock.TimeBase));
        return new(
            piece,
            start.NearestTicks(clock.TimeBase),
            FrameTimes.Of(times),
            Resample: null,
            start,
            start + selection.Span
        );
    }
}
