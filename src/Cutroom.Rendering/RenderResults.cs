using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Verification;

namespace Cutroom.Rendering;

/// <summary>What a probe found.</summary>
public abstract record ProbeResult
{
    private ProbeResult() { }

    public sealed record Probed(MediaInfo Media) : ProbeResult;

    public sealed record Unreadable(RenderFailure Failure) : ProbeResult;
}

/// <summary>What planning came to.</summary>
public abstract record PlanResult
{
    private PlanResult() { }

    public sealed record Planned(RenderPlan Plan) : PlanResult;

    public sealed record Refused(RenderFailure Failure) : PlanResult;
}

/// <summary>How a render ended. Cancellation is not among them: it throws.</summary>
public abstract record RenderResult
{
    private RenderResult() { }

    /// <param name="OutputFolder">Absolute; holds only finished, verified, flushed files.</param>
    /// <param name="MainFile">File name inside the folder; the playlist when the format is HLS.</param>
    public sealed record Rendered(string OutputFolder, string MainFile, ConformanceReport Report) : RenderResult;

    public sealed record Failed(RenderFailure Failure) : RenderResult;
}

/// <param name="Phase">What is being done, for people.</param>
/// <param name="Fraction">0 to 1 over all phases; never falls.</param>
public sealed record RenderProgress(string Phase, double Fraction);
