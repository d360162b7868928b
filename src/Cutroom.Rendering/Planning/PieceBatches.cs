namespace Cutroom.Rendering.Planning;

/// <summary>
/// Which pieces one call of the engine makes: the start of a process costs as much as encoding several pictures, so the small pieces of
/// a joint share one, and there are as many calls as can run side by side. Pure.
/// </summary>
internal static class PieceBatches
{
    /// <summary>Pixels of all pictures that one call works on at once; each decoder and encoder holds a dozen of them.</summary>
    private const long MostPixels = 16 << 20;

    /// <summary>Positions of pieces by call, the dearest call first.</summary>
    /// <param name="pieces">Positions of those to make.</param>
    /// <param name="threads">Calls that can run side by side.</param>
    public static IReadOnlyList<IReadOnlyList<int>> Of(RenderPlan plan, IReadOnlyList<int> pieces, int threads)
    {
        var all = plan.Copying!.Pieces; // only plans that copy have pieces
        var alone = pieces.Where(piece => all[piece] is VideoPiece.Adapt).Select(piece => new List<int> { piece });
        var small = pieces.Where(piece => all[piece] is VideoPiece.Encode).ToList();
        var most = (int)Math.Max(1, MostPixels / ((long)plan.Pictures!.Width * plan.Pictures.Height)); // pictures are copied
        var calls = Enumerable
            .Range(0, Math.Max(Math.Min(threads, small.Count), (small.Count + most - 1) / most))
            .Select(_ => new List<int>())
            .ToList();
        // The dearest piece goes to the call that has least to do: the calls end at about the same time.
        foreach (var piece in small.OrderByDescending(piece => PieceCost.Of(all[piece])))
        {
            calls.Where(call => call.Count < most).MinBy(Cost)!.Add(piece); // enough calls for all were made
        }

        return [.. alone.Concat(calls).OrderByDescending(Cost).Select(call => (IReadOnlyList<int>)[.. call.Order()])];

        double Cost(List<int> call) => call.Sum(piece => PieceCost.Of(all[piece]));
    }
}
