namespace Cutroom.Rendering.Planning;

/// <summary>What it costs to make pieces and sound, in encoded pictures.</summary>
internal static class PieceCost
{
    // Encoding a picture costs about as much as decoding four, or as encoding the sound under twenty.
    private const double Picture = 1;
    private const double Preroll = 0.25;
    private const double SoundUnderPicture = 0.05;

    public static double Of(VideoPiece piece) =>
        piece switch
        {
            VideoPiece.Encode encode => encode.FrameCount * Picture + (encode.EndSample - encode.FirstSample) * Preroll,
            VideoPiece.Adapt adapt => adapt.FrameCount * Picture,
            _ => 0,
        };

    public static double OfSound(RenderPlan plan) => plan.Sound is null ? 0 : plan.Frames * SoundUnderPicture;
}
