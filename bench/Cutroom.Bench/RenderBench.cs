using System.Globalization;
using Cutroom.Rendering;
using Cutroom.Rendering.Timelines;
using Cutroom.Testing.Media;

namespace Cutroom.Bench;

/// <summary>Three segments of a film, all of it encoded: the renderer against the best command written by hand, in turns.</summary>
internal static class RenderBench
{
    private const int FramesPerSecond = 30;

    // Cuts between key frames and between frames.
    private static readonly double[] Starts = [0.079, 0.667, 0.371];

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
                    async () => ours.Add(await Cost.OfAsync(() => RenderAsync(scene, path, folder))),
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
                new("frames wrong, renderer", await WrongAsync(scene, Rendered(folder)), "frames", AtMost: 0),
                new("frames wrong, command by hand", await WrongAsync(scene, ByHand(folder)), "frames"),
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

    private static string Rendered(string folder) => Path.Combine(folder, "output", "output.mp4");

    private static string ByHand(string folder) => Path.Combine(folder, "by-hand.mp4");

    private static async Task RenderAsync(Scene scene, string path, string folder)
    {
        var output = Path.Combine(folder, "output");
        if (Directory.Exists(output))
        {
            Directory.Delete(output, recursive: true);
        }

        var renderer = new Renderer(new(), TimeProvider.System);
        var planned = await renderer.PlanAsync(scene.Timeline, [path], CancellationToken.None);
        var plan = planned is PlanResult.Planned ready ? ready.Plan : throw new InvalidOperationException($"{planned}");
        var result = await renderer.RunAsync(plan, folder, null, CancellationToken.None);
        _ = result as RenderResult.Rendered ?? throw new InvalidOperationException($"{result}");
    }

    // One process, one seek for each segment, the join in its graph: nothing is decoded or encoded twice. The codec settings are
    // those of the renderer's plan; threads are left to the engine, which knows best.
    private static Task RunByHandAsync(Scene scene, string path, string folder)
    {
        var length = Text(scene.SegmentSeconds);
        return MediaTool.MakeAsync([
            .. scene.Segments.SelectMany(start => new[] { "-ss", Text(start), "-t", length, "-i", path }),
            "-filter_complex",
            "[0:v][0:a][1:v][1:a][2:v][2:a]concat=n=3:v=1:a=1[v][a]",
            .. "-map [v] -map [a] -c:v libx264 -profile:v high -preset veryfast -crf 20 -g 120 -bf 3".Split(' '),
            .. $"-maxrate {scene.MaxRate} -bufsize {scene.BufferSize}".Split(' '),
            .. "-c:a aac -b:a 160k -movflags +faststart".Split(' '),
            ByHand(folder),
        ]);
    }

    private static async Task<double> WrongAsync(Scene scene, string path)
    {
        var expected = scene
            .Segments.SelectMany(start =>
                Enumerable
                    .Range(0, scene.FilmSeconds * FramesPerSecond)
                    .Where(frame => frame >= start * FramesPerSecond)
                    .Where(frame => frame < (start + scene.SegmentSeconds) * FramesPerSecond)
            )
            .ToList();
        var actual = await FrameReader.ReadAsync(path, StripPlace.Unscaled);
        return expected.Zip(actual).Count(pair => pair.First != pair.Second) + Math.Abs(expected.Count - actual.Count);
    }

    private static string Text(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>What is cut. Invariant: bit rates are those of the renderer's plan for this size.</summary>
    private sealed record Scene(
        Fixture Film,
        int FilmSeconds,
        int SegmentSeconds,
        int Rounds,
        string MaxRate,
        string BufferSize
    )
    {
        public static Scene Full { get; } = new(FilmOf("1920x1080", 120), 120, 30, 5, "12441k", "24882k");

        public static Scene Small { get; } = new(FilmOf("640x360", 24), 24, 6, 3, "1382k", "2764k");

        /// <summary>Starts in seconds, at whole milliseconds.</summary>
        public IReadOnlyList<double> Segments => [.. Starts.Select(part => Math.Round(part * FilmSeconds, 3))];

        public Timeline Timeline =>
            new(
                [
                    .. Segments.Select(start =>
                    {
                        var from = MediaTime.FromMilliseconds((long)Math.Round(start * 1000));
                        return new Segment(0, from, from + MediaTime.FromSeconds(SegmentSeconds));
                    }),
                ],
                new() { Mode = RenderMode.Encode }
            );

        private static Fixture.Encoded FilmOf(string size, int seconds) =>
            FixtureRecipes.Made(
                $"bench_{size}",
                ".mp4",
                FixtureRecipes.Video(size, "30", seconds),
                FixtureRecipes.Sound(48000, "stereo", seconds, 1),
                [.. FixtureRecipes.H264("superfast", 23), "-g", "250", "-bf", "3", .. FixtureRecipes.Aac(128)]
            );
    }
}
