namespace Cutroom.Rendering.Planning;

/// <summary>
/// A run of pictures of one source, in the order shown, and how the output gets them. Pieces follow each other without a
/// hole; each starts with a keyframe, so that no piece needs another to be decoded.
/// </summary>
/// <param name="Source">Position of the source among the sources of the timeline.</param>
/// <param name="FirstRank">Rank of the first picture in the source's <c>Shown</c> list.</param>
internal abstract record VideoPiece(int Source, int FirstRank, int FrameCount)
{
    public int EndRank => FirstRank + FrameCount;

    /// <summary>The bytes of samples [FirstSample, EndSample) of decode order, but for those shown before the first.</summary>
    /// <param name="BreaksLink">The first sample is a CRA whose leading pictures are left out, and must say so (BLA).</param>
    public sealed record Copy(
        int Source,
        int FirstRank,
        int FrameCount,
        int FirstSample,
        int EndSample,
        bool BreaksLink
    ) : VideoPiece(Source, FirstRank, FrameCount);

    /// <summary>Pictures decoded and encoded again. Decoding samples [FirstSample, EndSample) gives all of them.</summary>
    /// <param name="Reason">Why they are not copied, in the words of the report.</param>
    public sealed record Encode(
        int Source,
        int FirstRank,
        int FrameCount,
        int FirstSample,
        int EndSample,
        string Reason
    ) : VideoPiece(Source, FirstRank, FrameCount);
}
