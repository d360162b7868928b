using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.ParameterSets;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>How encoded pieces are made: alike for all of one output, so that they all share one set of parameter sets.</summary>
/// <param name="Profile">The encoder's name of the source's profile.</param>
/// <param name="SequenceId">H.264: the parameter set id that none of the sources uses.</param>
/// <param name="FrameRate">The nominal rate; times come from the source afterwards.</param>
internal sealed record PieceEncoding(
    NalFamily Family,
    string Profile,
    string PixelFormat,
    uint SequenceId,
    Ratio FrameRate
)
{
    /// <summary>Null when no encoder setting gives the profile of the source.</summary>
    public static PieceEncoding? Matching(IReadOnlyList<VideoIndex> sources, VideoIndex model, Ratio frameRate)
    {
        var configuration = model.Configuration;
        var profile = ProfileOf(configuration);
        var id = FreeId(sources);
        return profile is null || id is null
            ? null
            : new PieceEncoding(configuration.Family, profile, "yuv420p", id.Value, frameRate);
    }

    /// <summary>The profile numbers of the two records. Source: H.264 annex A, H.265 annex A.</summary>
    public static string? ProfileOf(DecoderConfiguration configuration) =>
        (configuration.Family, configuration.Record[1] & (configuration.Family == NalFamily.H264 ? 255 : 31)) switch
        {
            (NalFamily.H264, 66) => "baseline",
            (NalFamily.H264, 77) => "main",
            (NalFamily.H264, 100) => "high",
            (NalFamily.H265, 1) => "main",
            _ => null,
        };

    /// <summary>The encoder gives both of its sets the same id.</summary>
    private static uint? FreeId(IReadOnlyList<VideoIndex> sources)
    {
        var taken = sources
            .Where(source => source.Family == NalFamily.H264)
            .SelectMany(source => source.Configuration.ParameterSets)
            .Select(set => ParameterSetKey.Of(NalFamily.H264, set).Id)
            .ToHashSet();
        for (uint id = 1; id <= 31; id++)
            if (!taken.Contains(id))
                return id;
        return null;
    }
}
