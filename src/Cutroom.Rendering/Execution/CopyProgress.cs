using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Execution;

/// <summary>How far pieces and sound have come, weighed by what they cost. Told from several threads.</summary>
internal sealed class CopyProgress(RenderPlan plan, PhasedProgress progress)
{
    // Encoding a picture costs about as much as decoding four, or as encoding the sound under twenty.
    private const double PictureWeight = 1;
    private const double PrerollWeight = 0.25;
    private const double SoundWeight = 0.05;

    private readonly Lock _lock = new();
    private readonly double _sound = plan.Sound is null ? 0 : plan.Frames * SoundWeight;
    private readonly double _total =
        (plan.Sound is null ? 0 : plan.Frames * SoundWeight) + plan.Copying!.Pieces.Sum(WeightOf); // only plans that copy come here
    private double _pieces;
    private double _soundPart;

    public void Finished(VideoPiece piece)
    {
        lock (_lock)
        {
            _pieces += WeightOf(piece);
            Report();
        }
    }

    public void Sound(MediaTime position)
    {
        lock (_lock)
        {
            _soundPart = Math.Clamp(position.ToApproximateSeconds() / plan.Duration.ToApproximateSeconds(), 0, 1);
            Report();
        }
    }

    private void Report() => progress.Encoding(_total > 0 ? (_pieces + _sound * _soundPart) / _total : 1);

    private static double WeightOf(VideoPiece piece) =>
        piece switch
        {
            VideoPiece.Encode encode => encode.FrameCount * PictureWeight
                + (encode.EndSample - encode.FirstSample) * PrerollWeight,
            VideoPiece.Adapt adapt => adapt.FrameCount * PictureWeight,
            _ => 0,
        };
}
