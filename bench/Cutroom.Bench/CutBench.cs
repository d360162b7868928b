using Cutroom.Rendering.Timelines;
using Cutroom.Testing.Media;

namespace Cutroom.Bench;

/// <summary>
/// The same three segments by every tool at hand, once each, from closed groups of 60 frames and from long ones: the renderer copying and
/// encoding, re-encodes by the engine, its stream copy (the floor, which cannot cut between key frames), and melt where it is installed.
/// </summary>
internal static class CutBench
{
    public static async Task<IReadOnlyList<Figure>> RunAsync(bool isQuick)
    {
        var scene = isQuick ? Scene.Small : Scene.Full;
        // Small material measures the start of processes, which a target would only blur.
        return
        [
            .. await RunAsync("GOP 60", scene, scene.FilmOfShortGroups, isQuick ? null : 1 / 10d),
            .. await RunAsync("GOP 250", scene, scene.Film, isQuick ? null : 1 / 6d),
        ];
    }

    /// <param name="most">Of the processor time of a <c>veryfast</c> re-encode.</param>
    private static async Task<IReadOnlyList<Figure>> RunAsync(string name, Scene scene, Fixture film, double? most)
    {
        var path = await FixtureStore.PathOfAsync(film);
        var folder = Directory.CreateTempSubdirectory("cutroom-bench-").FullName;
        try
        {
            var figures = new List<Figure>();
            var costs = new Dictionary<string, double>();
            foreach (var (tool, run) in Tools(scene, path, folder))
            {
                var output = "";
                var cost = await Cost.OfAsync(async () => output = await run());
                costs[tool] = cost.Processor;
                figures.Add(new($"{name}: {tool}, wall", cost.Wall, "s"));
                figures.Add(new($"{name}: {tool}, processor time", cost.Processor, "s"));
                var isOurs = tool is Auto or Encode;
                figures.Add(
                    new(
                        $"{name}: {tool}, frames wrong",
                        await scene.WrongAsync(output),
                        "frames",
                        AtMost: isOurs ? 0 : null
                    )
                );
            }

            var report = await RenderBench.RenderAsync(scene.Timeline(RenderMode.Auto), path, folder);
            var share = 100.0 * report.Report.CopiedFrames / report.Report.Frames;
            return
            [
                .. figures,
                new($"{name}: copied share", share, "%"),
                new($"{name}: {Auto} / {VeryFast}, processor", costs[Auto] / costs[VeryFast], "x", AtMost: most),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private const string Auto = "cutroom auto";
    private const string Encode = "cutroom encode";
    private const string VeryFast = "ffmpeg veryfast";

    private static IEnumerable<(string Tool, Func<Task<string>> Run)> Tools(Scene scene, string path, string folder)
    {
        yield return (Auto, () => RenderAsync(scene, RenderMode.Auto, path, folder));
        yield return (Encode, () => RenderAsync(scene, RenderMode.Encode, path, folder));
        yield return (VeryFast, () => EncodeAsync(scene, "veryfast", path, folder));
        yield return ("ffmpeg medium", () => EncodeAsync(scene, "medium", path, folder));
        yield return ("ffmpeg stream copy", () => CopyAsync(scene, path, folder));
        if (
            (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(':')
                .Any(bin => File.Exists(Path.Combine(bin, "melt")))
        )
        {
            yield return ("melt veryfast", () => MeltAsync(scene, path, folder));
        }
    }

    private static async Task<string> RenderAsync(Scene scene, RenderMode mode, string path, string folder)
    {
        await RenderBench.RenderAsync(scene.Timeline(mode), path, folder);
        return RenderBench.Rendered(folder);
    }

    private static async Task<string> EncodeAsync(Scene scene, string preset, string path, string folder)
    {
        var output = Path.Combine(folder, $"{preset}.mp4");
        await MediaTool.MakeAsync([
            .. scene.Inputs(path),
            "-filter_complex",
            Scene.Join,
            .. $"-map [v] -map [a] -c:v libx264 -preset {preset} -crf 20 -c:a aac -b:a 160k".Split(' '),
            output,
        ]);
        return output;
    }

    private static async Task<string> CopyAsync(Scene scene, string path, string folder)
    {
        var (list, output) = (Path.Combine(folder, "list.txt"), Path.Combine(folder, "copied.mp4"));
        await File.WriteAllLinesAsync(
            list,
            scene.Segments.SelectMany(start =>
                new[]
                {
                    $"file '{path}'",
                    $"inpoint {Scene.Text(start)}",
                    $"outpoint {Scene.Text(start + scene.SegmentSeconds)}",
                }
            )
        );
        await MediaTool.MakeAsync(["-f", "concat", "-safe", "0", "-i", list, "-c", "copy", output]);
        return output;
    }

    // It counts frames, and its end is inclusive.
    private static async Task<string> MeltAsync(Scene scene, string path, string folder)
    {
        var output = Path.Combine(folder, "melt.mp4");
        var made = await MediaTool.RunAsync(
            "melt",
            [
                .. scene.Segments.SelectMany(start =>
                {
                    var first = (int)Math.Ceiling(start * Scene.FramesPerSecond);
                    return new[]
                    {
                        path,
                        $"in={first}",
                        $"out={first + scene.SegmentSeconds * Scene.FramesPerSecond - 1}",
                    };
                }),
                "-consumer",
                $"avformat:{output}",
                .. "vcodec=libx264 preset=veryfast crf=20 acodec=aac ab=160k".Split(' '),
            ]
        );
        return made.ExitCode == 0 ? output : throw new InvalidOperationException(made.Errors);
    }
}
