using System.Diagnostics;
using System.Globalization;
using Cutroom.Rendering;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;
using Cutroom.Testing.Media;

namespace Cutroom.Bench;

/// <summary>What the length of a source costs: one segment out of two hours against the same out of one short piece of them.</summary>
internal static class PlanBench
{
    private const int PieceSeconds = 20;
    private const int Rounds = 5;

    private static readonly Fixture.Encoded Piece = FixtureRecipes.Made(
        "bench_piece",
        ".mp4",
        FixtureRecipes.Video("640x360", "30", PieceSeconds),
        FixtureRecipes.Sound(48000, "stereo", PieceSeconds, 1),
        [.. FixtureRecipes.H264("veryfast", 30), "-g", "60", "-bf", "2", .. FixtureRecipes.Aac(128)]
    );

    public static async Task<IReadOnlyList<Figure>> RunAsync(bool isQuick)
    {
        var folder = Directory.CreateTempSubdirectory("cutroom-bench-").FullName;
        try
        {
            var seconds = isQuick ? 600 : 7200;
            var (piece, film) = (await FixtureStore.PathOfAsync(Piece), Path.Combine(folder, "film.mp4"));
            var loops = (seconds / PieceSeconds - 1).ToString(CultureInfo.InvariantCulture);
            await MediaTool.MakeAsync([
                "-stream_loop",
                loops,
                "-i",
                piece,
                "-c",
                "copy",
                "-movflags",
                "+faststart",
                film,
            ]);

            var renderer = new Renderer(new(), TimeProvider.System);
            var plans = new List<Cost>();
            for (var round = 0; round < Rounds; round++)
            {
                plans.Add(await Cost.OfAsync(() => PlanAsync(renderer, film, seconds / 2)));
            }

            var (whole, alone) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                whole.Add((await Cost.OfAsync(() => RenderAsync(renderer, film, seconds / 2, folder))).Processor);
                alone.Add((await Cost.OfAsync(() => RenderAsync(renderer, piece, 0, folder))).Processor);
            }

            using var self = Process.GetCurrentProcess();
            return
            [
                new("planning, first", plans[0].Wall * 1000, "ms"),
                new("planning, median", Percentiles.Of(plans.Select(plan => plan.Wall), 50) * 1000, "ms", AtMost: 150),
                // The first one compiles what it runs; ticks are too coarse for one alone.
                new("planning, processor time, later ones", plans.Skip(1).Average(plan => plan.Processor) * 1000, "ms"),
                new("render, processor time, median", Percentiles.Of(whole, 50), "s"),
                new("the same out of 20 s", Percentiles.Of(alone, 50), "s"),
                new("beyond its own encode", Percentiles.Of(whole, 50) - Percentiles.Of(alone, 50), "s", AtMost: 2),
                new("peak resident memory", self.PeakWorkingSet64 / 1048576.0, "MiB"),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <param name="start">Seconds, at the start of a piece; the cut lies beside its keyframes.</param>
    private static async Task<RenderPlan> PlanAsync(Renderer renderer, string film, int start)
    {
        var from = MediaTime.FromMilliseconds(start * 1000L + 3_300);
        var timeline = new Timeline([new(0, from, from + MediaTime.FromSeconds(10))], new());
        var planned = await renderer.PlanAsync(timeline, [film], CancellationToken.None);
        return planned is PlanResult.Planned(var plan) ? plan : throw new InvalidOperationException($"{planned}");
    }

    private static async Task RenderAsync(Renderer renderer, string film, int start, string folder)
    {
        var plan = await PlanAsync(renderer, film, start);
        var result = await renderer.RunAsync(plan, folder, null, CancellationToken.None);
        _ = result as RenderResult.Rendered ?? throw new InvalidOperationException($"{result}");
    }
}
