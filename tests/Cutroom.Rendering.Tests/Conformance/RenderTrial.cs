using Cutroom.Rendering.Timelines;
using Cutroom.Testing.Media;

namespace Cutroom.Rendering.Tests.Conformance;

/// <summary>One render in a folder of its own, which is removed when disposed.</summary>
internal sealed class RenderTrial : IAsyncDisposable
{
    // The engine keeps a processor busy: more at once only makes limits of time meaningless.
    private static readonly SemaphoreSlim Places = new(2);

    private readonly string _folder;

    private RenderTrial(string folder, RenderResult result)
    {
        _folder = folder;
        Result = result;
    }

    public RenderResult Result { get; }

    public static Renderer Renderer { get; } = new(new() { Threads = 1 }, TimeProvider.System);

    public static async Task<RenderTrial> RunAsync(
        IReadOnlyList<(SourceFile Source, Stretch Stretch)> parts,
        OutputSettings settings
    )
    {
        var sources = parts.Select(part => part.Source.Path).Distinct().ToList();
        var segments = parts
            .Select(part => new Segment(sources.IndexOf(part.Source.Path), part.Stretch.Start, part.Stretch.End))
            .ToList();
        return await RunAsync(new Timeline(segments, settings), sources);
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
                    await Renderer.RunAsync(plan, folder, null, CancellationToken.None)
                ),
                PlanResult.Refused(var failure) => new(folder, new RenderResult.Failed(failure)),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        finally
        {
            Places.Release();
        }
    }

    /// <summary>The finished file; the test fails when there is none.</summary>
    public string MainFile =>
        Result is RenderResult.Rendered rendered
            ? Path.Combine(rendered.OutputFolder, rendered.MainFile)
            : throw new Xunit.Sdk.XunitException($"{Result}");

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
