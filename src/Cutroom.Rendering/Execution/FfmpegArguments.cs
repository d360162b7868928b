using System.Text;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;
using static Cutroom.Rendering.Execution.FilterGraph;

namespace Cutroom.Rendering.Execution;

/// <summary>The argument vectors of ffmpeg.</summary>
internal static class FfmpegArguments
{
    /// <summary>One process renders the whole plan: every step has its own inputs, a graph joins them.</summary>
    /// <param name="output">Full path of the main file.</param>
    public static IReadOnlyList<string> Render(RenderPlan plan, string output, int threads, long maxBytes) =>
        Render(plan, threads, Outputs.Of(plan, output, threads, maxBytes));

    /// <param name="outputs">Encoders and container for what the graph gives.</param>
    public static IReadOnlyList<string> Render(RenderPlan plan, int threads, IEnumerable<string> outputs)
    {
        var inputs = new List<string>();
        var pictureInputs = new Dictionary<int, int>();
        var soundInputs = new Dictionary<int, int>();
        var count = 0;
        foreach (var (number, step) in plan.Steps.Index())
        {
            var source = plan.Sources[step.Source];
            if (step.Pictures is { } pictures)
            {
                pictureInputs[number] = count++;
                inputs.AddRange(Input(source, pictures.Seek, threads));
            }

            // A second reading of the file: sound starts earlier than pictures to warm up, and neither waits for the other.
            if (step.Sound is { Stream: not null } sound)
            {
                soundInputs[number] = count++;
                inputs.AddRange(Input(source, sound.Seek, 1));
            }
        }

        var graph = new FilterGraph(plan).Print(number => pictureInputs[number], number => soundInputs[number]);
        return
        [
            .. Head,
            .. Progress,
            "-copyts", // The source's own timestamps reach the graph.
            .. inputs,
            "-filter_complex_threads",
            Text(threads),
            "-filter_complex",
            graph,
            .. outputs,
        ];
    }

    /// <summary>Prints a digest of every decoded picture or stretch of sound of some MP4 files, the number of the file before each.</summary>
    public static IReadOnlyList<string> Digests(IReadOnlyList<(string Path, string Stream)> inputs) =>
        [
            .. Head,
            .. inputs.SelectMany(input => Limits("mov").Append("-i").Append("file:" + input.Path)),
            .. inputs.SelectMany((input, number) => new[] { "-map", Text(number) + input.Stream }),
            "-fps_mode",
            "passthrough",
            "-enc_time_base:v",
            "-1", // As in decoding.
            "-f",
            "framehash",
            "-hash",
            "murmur3", // Quicker than the decoder; nobody is to be convinced.
            "-",
        ];

    /// <summary>Prints how alike two runs of pictures are, one line for each, pair after pair.</summary>
    /// <param name="pairs">Which pictures of the originals are meant, by their times in their own ticks; of the copies the first so many are.</param>
    public static IReadOnlyList<string> Likeness(IReadOnlyList<LikenessPair> pairs)
    {
        var graph = new StringBuilder();
        foreach (var (number, pair) in pairs.Index())
        {
            // By number, not by time: the filter would pair neighbours where clocks differ.
            var numbered = $"trim=end_frame={Text(pair.Count)},settb=1/1000,setpts=N";
            graph
                .Append(
                    $"[{Text(2 * number)}:v:0]trim=start_pts={Text(pair.First)}:end_pts={Text(pair.End)},{numbered}"
                )
                .Append($"[a{Text(number)}];[{Text(2 * number + 1)}:v:0]{numbered}[b{Text(number)}];");
        }

        foreach (var side in "ab")
        {
            graph
                .AppendJoin("", pairs.Select((_, number) => $"[{side}{Text(number)}]"))
                .Append($"concat=n={Text(pairs.Count)},settb=1/1000,setpts=N[{side}];");
        }

        return
        [
            .. Head,
            .. pairs
                .SelectMany(pair => new[] { pair.Original, pair.Copy })
                .SelectMany(path => Limits("mov").Append("-i").Append("file:" + path)),
            "-filter_complex",
            graph.Append("[a][b]psnr=stats_file=-:shortest=1[c]").ToString(),
            "-map",
            "[c]",
            "-fps_mode",
            "passthrough",
            "-enc_time_base",
            "1/1000", // That of the numbers; a guessed rate may put two of them on one tick.
            "-f",
            "null",
            "-",
        ];
    }

    /// <summary>Puts the finished tracks of a MP4 into the plan's container.</summary>
    public static IReadOnlyList<string> Remux(RenderPlan plan, string input, string output, long maxBytes) =>
        [
            .. Head,
            .. Progress,
            .. Limits("mov"),
            "-i",
            "file:" + input,
            "-map",
            "0",
            "-c",
            "copy",
            "-map_metadata",
            "-1",
            "-fs",
            Text(maxBytes),
            .. Outputs.Container(plan, output),
        ];

    /// <summary>Decodes stretches of a finished file and stops at the first fault.</summary>
    /// <param name="ranges">On the file's own clock; null is all of it.</param>
    public static IReadOnlyList<string> Decode(
        string demuxer,
        string path,
        IReadOnlyList<TimeRange?> ranges,
        int threads
    ) =>
        [
            .. Head,
            "-xerror",
            "-progress",
            "pipe:1",
            "-nostats",
            .. ranges.SelectMany(range => DecodeInput(demuxer, path, range, threads)),
            .. ranges.SelectMany((_, number) => new[] { "-map", $"{Text(number)}:v?", "-map", $"{Text(number)}:a?" }),
            "-sn",
            "-dn",
            "-vsync",
            "passthrough",
            "-enc_time_base:v",
            "-1", // The file's own clock: in ticks of a frame, frames of a coarse clock fall together and are complained about.
            "-f",
            "null",
            "-",
        ];

    private static IEnumerable<string> DecodeInput(string demuxer, string path, TimeRange? range, int threads) =>
        [
            .. Limits(demuxer),
            "-err_detect",
            "explode",
            "-skip_loop_filter",
            "all", // It smooths pictures that nobody sees here, and finds no faults.
            "-threads",
            Text(threads),
            .. range is { } part
                ? ["-ss", part.Start.ToString(), "-t", (part.End - part.Start).ToString()]
                : Array.Empty<string>(),
            "-i",
            "file:" + path,
        ];

    public static IReadOnlyList<string> Progress => ["-progress", "pipe:1", "-stats_period", "0.25", "-nostats"];

    public static IReadOnlyList<string> Head => ["-nostdin", .. EngineRules.Quiet, "-y"];

    private static IEnumerable<string> Input(PlannedSource source, MediaTime? seek, int threads) =>
        [
            .. Limits(source.Demuxer),
            "-noautorotate", // The plan says how to turn.
            "-reinit_filter",
            "0", // A change of size inside a file is scaled; a new graph would count its frames anew.
            "-noaccurate_seek", // The graph cuts by timestamps; the engine would cut by rounded seconds.
            "-threads",
            Text(threads),
            .. seek is { } time ? ["-seek_timestamp", "1", "-ss", time.ToString()] : Array.Empty<string>(),
            "-i",
            "file:" + source.Path,
        ];

    public static IEnumerable<string> Limits(string demuxer) => [.. EngineRules.LimitsOf(demuxer), "-f", demuxer];
}

/// <summary>A stretch of a file on its own clock.</summary>
internal readonly record struct TimeRange(MediaTime Start, MediaTime End)
{
    /// <summary>The form ffprobe reads; it starts at the key frame before.</summary>
    public override string ToString() => $"{Start}%{End}";
}
