namespace Cutroom.Rendering.Execution;

/// <summary>One fraction over all phases of a render that never falls, whatever the engine reports.</summary>
internal sealed class PhasedProgress(IProgress<RenderProgress>? listener)
{
    // Encoding is nearly all of the work.
    private const double EncodingShare = 0.92;
    private double _reached;

    public void Encoding(double part) => Report("encoding", EncodingShare * Math.Clamp(part, 0, 1));

    public void Verifying(double part) =>
        Report("verifying", EncodingShare + (0.99 - EncodingShare) * Math.Clamp(part, 0, 1));

    public void Done() => Report("done", 1);

    private void Report(string phase, double fraction)
    {
        _reached = Math.Max(_reached, fraction);
        listener?.Report(new(phase, _reached));
    }
}
