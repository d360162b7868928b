using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.ParameterSets;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>How pieces are encoded: alike for all of one kind, so that they share one set of parameter sets.</summary>
/// <param name="Profile">The encoder's name of the sources' profile.</param>
/// <param name="SequenceId">H.264: the parameter set id that nothing else in the track uses.</param>
/// <param name="Renaming">H.265: the same, for an encoder that has no option for it.</param>
/// <param name="FrameRate">The nominal rate; times come from the plan afterwards.</param>
internal sealed record PieceEncoding(
    NalFamily Family,
    string Profile,
    int SequenceId,
    H265Renaming? Renaming,
    Ratio FrameRate
)
{
    /// <summary>Null when no encoder setting gives the profile. Source of the numbers: H.264 annex A, H.265 annex A.</summary>
    public static string? ProfileOf(DecoderConfiguration configuration) =>
        (configuration.Family, configuration.Record[1] & (configuration.Family == NalFamily.H264 ? 255 : 31)) switch
        {
            (NalFamily.H264, 66) => "baseline",
            (NalFamily.H264, 77) => "main",
            (NalFamily.H264, 100) => "high",
            (NalFamily.H265, 1) => "main",
            _ => null,
        };
}

/// <summary>
/// The encodings of one output: one for pieces that keep the sources' own colours and one for adapted ones, which are
/// marked as the exact path marks them and so have other parameter sets.
/// </summary>
internal sealed record PieceEncodings(PieceEncoding Cut, PieceEncoding Adapted)
{
    /// <summary>Free ids of H.264 run from 1 to 31; the encoder gives both its sets the same one.</summary>
    private const int HighestId = 31;

    /// <param name="indexes">By source; null where nothing is cut from one.</param>
    public static PieceEncodings For(RenderPlan plan, IReadOnlyList<VideoIndex?> indexes)
    {
        // The planner refuses profiles without a name, and only plans with pictures copy.
        var configuration = indexes[plan.Copying!.Model]!.Configuration;
        var profile = PieceEncoding.ProfileOf(configuration)!;
        var keys = indexes
            .OfType<VideoIndex>()
            .SelectMany(index => index.Configuration.ParameterSets)
            .Select(set => ParameterSetKey.Of(configuration.Family, set))
            .ToHashSet();
        var ids = Enumerable.Range(1, HighestId).Where(id => keys.All(key => key.Id != id)).ToList();
        if (ids.Count < 2)
        {
            throw new InvalidDataException("the sources use every parameter set id");
        }

        var isH265 = configuration.Family == NalFamily.H265;
        var first = isH265 ? H265Renaming.Avoiding(keys) : null;
        var second = isH265 ? H265Renaming.Avoiding([.. keys, .. first!.Keys]) : null; // set for H.265
        var cut = new PieceEncoding(configuration.Family, profile, ids[0], first, plan.Pictures!.FrameRate);
        return new PieceEncodings(cut, cut with { SequenceId = ids[1], Renaming = second });
    }

    public PieceEncoding Of(VideoPiece piece) => piece is VideoPiece.Adapt ? Adapted : Cut;

    public H265Renaming? RenamingOf(VideoPiece piece) => Of(piece).Renaming;
}
