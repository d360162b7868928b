using System.Text.Json.Serialization;

namespace Cutroom.Rendering.Planning;

/// <summary>The pictures of an output made of copied and encoded pieces, in order.</summary>
/// <param name="Model">The source whose parameters the encoded pieces follow.</param>
/// <param name="Reasons">What is copied and why the rest is not; they stand among the plan's reasons too.</param>
public sealed record CopyPlan(
    [property: JsonPropertyName("pieces")] IReadOnlyList<VideoPiece> Pieces,
    [property: JsonPropertyName("model")] int Model,
    [property: JsonIgnore] IReadOnlyList<string> Reasons
)
{
    [JsonPropertyName("copied_frames")]
    public long CopiedFrames => Pieces.OfType<VideoPiece.Copy>().Sum(piece => (long)piece.FrameCount);

    [JsonPropertyName("encoded_frames")]
    public long EncodedFrames => Pieces.Sum(piece => (long)piece.FrameCount) - CopiedFrames;
}
