using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;
using Cutroom.Testing.Media;

namespace Cutroom.Rendering.Tests.Conformance;

/// <summary>A render that is stopped leaves no process and no output.</summary>
public sealed class StoppedRenderSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cutroom-stopped-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Cancelling_ends_every_process_and_leaves_no_output()
    {
        using var cancellation = new CancellationTokenSource();
        var running = new List<string>();
        var progress = new FirstReport(() =>
        {
            running.AddRange(ProcessesThatName(_folder));
            cancellation.Cancel();
        });

        var plan = await LongPlanAsync();
        var render = RenderTrial.Renderer.RunAsync(plan, _folder, progress, cancellation.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => render);
        Assert.NotEmpty(running);
        Assert.Empty(ProcessesThatName(_folder));
        Assert.False(Directory.Exists(Path.Combine(_folder, "output")));
    }

    [Fact]
    public async Task A_render_that_was_cancelled_before_it_began_starts_nothing()
    {
        var plan = await LongPlanAsync();

        var render = RenderTrial.Renderer.RunAsync(plan, _folder, null, new CancellationToken(canceled: true));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => render);
        Assert.False(Directory.Exists(Path.Combine(_folder, "output")));
    }

    // Forty times the whole file: long enough to be met while it runs.
    private static async Task<RenderPlan> LongPlanAsync()
    {
        var path = await FixtureStore.PathOfAsync(Fixtures.Gop60);
        var segments = Enumerable.Repeat(new Segment(0, MediaTime.Zero, null), 40).ToList();
        var settings = new OutputSettings { Mode = RenderMode.Encode };
        var plan = await RenderTrial.Renderer.PlanAsync(new(segments, settings), [path], CancellationToken.None);
        return Assert.IsType<PlanResult.Planned>(plan).Plan;
    }

    private static List<string> ProcessesThatName(string folder) =>
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Where(process => Path.GetFileName(process).All(char.IsDigit))
                .Select(CommandLine)
                .Where(line => line.Contains(folder, StringComparison.Ordinal)),
        ];

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return ""; // It ended while the list was read.
        }
    }

    /// <summary>Acts once, on the first word that something is being done.</summary>
    private sealed class FirstReport(Action act) : IProgress<RenderProgress>
    {
        private int _reports;

        public void Report(RenderProgress value)
        {
            if (value.Fraction > 0 && Interlocked.Increment(ref _reports) == 1)
            {
                act();
            }
        }
    }
}
