namespace Cutroom.Rendering.Planning;

/// <summary>Frames that are rendered in one go: those of a segment, or of several that follow on one another in one source.</summary>
/// <param name="Parts">The selections of its segments, in order.</param>
internal sealed record Piece(FrameSelection Frames, IReadOnlyList<FrameSelection> Parts)
{
    /// <summary>Joins neighbours that are contiguous in their source: between them there is nothing to cut.</summary>
    public static IReadOnlyList<Piece> Merge(IReadOnlyList<FrameSelection> selections)
    {
        var pieces = new List<Piece>();
        foreach (var next in selections)
        {
            if (pieces is [.., var last] && next.Continues(last.Frames))
            {
                pieces[^1] = new(last.Frames.Append(next), [.. last.Parts, next]);
            }
            else
            {
                pieces.Add(new(next, [next]));
            }
        }

        return pieces;
    }
}
