using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Execution;

/// <summary>How far pieces and sound have come, weighed by what they cost. Told from several threads.</summary>
internal sealed class CopyProgress(RenderPlan plan, PhasedProgress progress)
{
    private readonly Lock _lock = new();
    private readonly double _sound = PieceCost.OfSound(plan);
    private readonly double _total = PieceCost.OfSound(plan) + plan.Copying!.Pieces.Sum(PieceCost.Of); // only plans that copy come here
    private double _pieces;
    private double _soundPart;

    public void Finished(VideoPiece piece)
    {
        lock (_lock)
        {
            _pieces += PieceCost.Of(piece);
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
}
