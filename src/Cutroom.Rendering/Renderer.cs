using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering;

/// <summary>The front door: a timeline in, a verified file out.</summary>
public sealed class Renderer(RendererOptions options, TimeProvider time)
{
    /// <summary>Reads the facts of a file. Never throws for what the file is.</summary>
    public Task<ProbeResult> ProbeAsync(string path, CancellationToken cancellation) =>
        throw new InvalidOperationException($"Not wired yet: {options} {time} {path} {cancellation}");

    /// <summary>Decides how the timeline is rendered, exactly and without writing anything.</summary>
    public Task<PlanResult> PlanAsync(
        Timeline timeline,
        IReadOnlyList<string> sources,
        CancellationToken cancellation
    ) => throw new InvalidOperationException($"Not wired yet: {options} {time} {timeline} {sources} {cancellation}");

    /// <summary>Renders into <c>workFolder/output</c>; everything it writes is inside <paramref name="workFolder"/>.</summary>
    public Task<RenderResult> RunAsync(
        RenderPlan plan,
        string workFolder,
        IProgress<RenderProgress>? progress,
        CancellationToken cancellation
    ) =>
        throw new InvalidOperationException(
            $"Not wired yet: {options} {time} {plan} {workFolder} {progress} {cancellation}"
        );
}
