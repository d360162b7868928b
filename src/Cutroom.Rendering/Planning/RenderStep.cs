using System.Text.Json.Serialization;

namespace Cutroom.Rendering.Planning;

/// <summary>
/// Makes the next frames of the output. Steps stand in the order of the output and join without a gap: each begins where the
/// one before it ends.
/// </summary>
/// <remarks>
/// A closed set. Today all is encoded. Copying untouched groups of pictures is a second case here, <c>Copy</c> with the first and
/// last packet of the source: the frame times of a step, the joints, the sound and the verification stay as they are, only
/// the runner has to make encoded pieces and join them with copied ones.
/// </remarks>
[JsonDerivedType(typeof(Encode), "encode")]
public abstract record RenderStep
{
    private RenderStep() { }

    /// <summary>Index of the source.</summary>
    [JsonPropertyName("source")]
    public required int Source { get; init; }

    /// <summary>Null when the output has no pictures.</summary>
    [JsonPropertyName("pictures")]
    public PictureCut? Pictures { get; init; }

    /// <summary>Null when the output has no sound.</summary>
    [JsonPropertyName("sound")]
    public SoundCut? Sound { get; init; }

    [JsonPropertyName("reason")]
    public required string Reason { get; init; }

    /// <summary>Decode, adapt and encode.</summary>
    public sealed record Encode : RenderStep;
}
