using Cutroom.Rendering;
using Cutroom.Rendering.Timelines;
using Cutroom.Testing.Media;

namespace Cutroom.Bench;

/// <summary>Three segments of a film, all of it encoded: the renderer against the best command written by hand, in turns.</summary>
internal static class RenderBench
{
    public static async Task<IReadOnlyList<Figure>> RunAsync(bool isQuick)
    {
        var scene = isQuick ? Scene.Small : Scene.Full;
        var path = await FixtureStore.PathOfAsync(scene.Film);
        var folder = Directory.CreateTempSubdirectory("cutroom-bench-").FullName;
        try
        {
            var ours = new List<Cost>();
            var byHand = new List<Cost>();
            for (var round = 0; round < scene.Rounds; round++)
            {
                Func<Task>[] turns =
                [
                    async () =>
                        ours.Add(
                            await Cost.OfAsync(() => RenderAsync(scene.Timeline(RenderMode.Encode), path, folder))
                        ),
                    async () => byHand.Add(await Cost.OfAsync(() => RunByHandAsync(scene, path, folder))),
                ];
                foreach (var turn in round % 2 == 0 ? turns : turns.Reverse())
                {
                    await turn();
                }
            }

            return
            [
                .. Figures(ours, byHand, isQuick),
                new("frames wrong, renderer", await scene.WrongAsync(Rendered(folder)), "frames", AtMost: 0),
                new("frames wrong, command by hand", await scene.WrongAsync(ByHand(folder)), "frames"),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Both sides meet the same load within a round, so the ratio is taken there.
    private static IEnumerable<Figure> Figures(List<Cost> ours, List<Cost> byHand, bool isQuick)
    {
        var rounds = ours.Zip(byHand).ToList();
        var wall = Percentiles.Of(rounds.Select(round => round.First.Wall / round.Second.Wall), 50);
        var processor = Percentiles.Of(rounds.Select(round => round.First.Processor / round.Second.Processor), 50);
        return
        [
            new("renderer, wall, median", Percentiles.Of(ours.Select(cost => cost.Wall), 50), "s"),
            new("command by hand, wall, median", Percentiles.Of(byHand.Select(cost => cost.Wall), 50), "s"),
            // Small material measures the start of processes, which a target would only blur.
            new("renderer / command, wall, median of rounds", wall, "x", AtMost: isQuick ? null : 1.1),
            new("renderer, processor time, median", Percentiles.Of(ours.Select(cost => cost.Processor), 50), "s"),
            new(
                "command by hand, processor time, median",
                Percentiles.Of(byHand.Select(cost => cost.Processor), 50),
                "s"
            ),
            new("renderer / command, processor time, median", processor, "x"),
        ];
    }

    public static string Rendered(string folder) => Path.Combine(folder, "output", "output.mp4");

    private static string ByHand(string folder) => Path.Combine(folder, "by-hand.mp4");

    /// <summary>Into <c>output</c> inside the folder, replacing what is there.</summary>
    public static async Task<RenderResult.Rendered> RenderAsync(Timeline timeline, string path, string folder)
    {
        var output = Path.Combine(folder, "output");
        if (Directory.Exists(output))
        {
            Directory.Delete(output, recursive: true);
        }

        var renderer = new Renderer(new(), TimeProvider.System);
        var planned = await renderer.PlanAsync(timeline, [path], CancellationToken.None);
        var plan = planned is PlanResult.Planned ready ? ready.Plan : throw new InvalidOperationException($"{planned}");
        var result = await renderer.RunAsync(plan, folder, null, CancellationToken.None);
        return result as RenderResult.Rendered ?? throw new InvalidOperationException($"{result}");
    }

    // One process, one seek for each segment, the join in its graph: nothing is decoded or encoded twice. The codec settings are
    // those of the renderer's plan; threads are left to the engine, which knows best.
    private static Task RunByHandAsync(Scene scene, string path, string folder) =>
        MediaTool.MakeAsync([
            .. scene.Inputs(path),
            "-filter_complex",
            Scene.Join,
            .. "-map [v] -map [a] -c:v libx264 -profile:v high -preset veryfast -crf 20 -g 120 -bf 3".Split(' '),
            .. $"-maxrate {scene.MaxRate} -bufsize {scene.BufferSize}".Split(' '),
            .. "-c:a aac -b:a 160k -movflags +faststart".Split(' '),
            ByHand(folder),
        ]);
}
