using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;
using Cutroom.Testing.Media;

namespace Cutroom.Rendering.Tests.Conformance;

/// <summary>One render in a folder of its own, which is removed when disposed.</summary>
internal sealed class RenderTrial : IAsyncDisposable
{
    // The engine keeps a processor busy: more at once only makes limits of time meaningless.
    private static readonly SemaphoreSlim Places = new(2);

    private readonly RenderPlan? _plan;

    private RenderTrial(string folder, RenderPlan? plan, RenderResult result)
    {
        Folder = folder;
        _plan = plan;
        Result = result;
    }

    public string Folder { get; }

    public RenderResult Result { get; }

    /// <summary>Only where the timeline was not refused.</summary>
    public RenderPlan Plan => _plan ?? throw new InvalidOperationException($"{Result}");

    public static Renderer Renderer { get; } = new(new() { Threads = 1 }, TimeProvider.System);

    public static Task<RenderTrial> RunAsync(
        IReadOnlyList<(SourceFile Source, Stretch Stretch)> parts,
        OutputSettings settings
    )
    {
        var (timeline, sources) = TimelineOf(parts, settings);
        return RunAsync(timeline, sources);
    }

    public static Task<PlanResult> PlanAsync(
        IReadOnlyList<(SourceFile Source, Stretch Stretch)> parts,
        OutputSettings settings
    )
    {
        var (timeline, sources) = TimelineOf(parts, settings);
        return Renderer.PlanAsync(timeline, sources, CancellationToken.None);
    }

    public static async Task<RenderTrial> RunAsync(Timeline timeline, IReadOnlyList<string> sources)
    {
        var folder = Directory.CreateTempSubdirectory("cutroom-render-").FullName;
        await Places.WaitAsync();
        try
        {
            return await Renderer.PlanAsync(timeline, sources, CancellationToken.None) switch
            {
                PlanResult.Planned(var plan) => new(
                    folder,
                    plan,
                    await Renderer.RunAsync(plan, folder, null, CancellationToken.None)
                ),
                PlanResult.Refused(var failure) => new(folder, null, new RenderResult.Failed(failure)),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        finally
        {
            Places.Release();
        }
    }

    private static (Timeline Timeline, IReadOnlyList<string> Sources) TimelineOf(
        IReadOnlyList<(SourceFile Source, Stretch Stretch)> parts,
        OutputSettings settings
    )
    {
        var sources = parts.Select(part => part.Source.Path).Distinct().ToList();
        var segments = parts
            .Select(part => new Segment(sources.IndexOf(part.Source.Path), part.Stretch.Start, part.Stretch.End))
            .ToList();
        return (new Timeline(segments, settings), sources);
    }

    /// <summary>The finished file; the test fails when there is none.</summary>
    public string MainFile =>
        Result is RenderResult.Rendered rendered
            ? Path.Combine(rendered.OutputFolder, rendered.MainFile)
            : throw new Xunit.Sdk.XunitException($"{Result}");

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
