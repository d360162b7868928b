using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;
using static Cutroom.Rendering.Execution.FilterGraph;

namespace Cutroom.Rendering.Execution;

/// <summary>The ffmpeg arguments that make one piece. Its times do not matter: the plan has them.</summary>
internal static class PieceArguments
{
    /// <summary>
    /// Pictures kept as they are, taken by their times from small files that start at the right keyframe; several pieces by one call.
    /// </summary>
    public static IReadOnlyList<string> Cut(PieceEncoding encoding, int threads, IReadOnlyList<PieceJob> jobs) =>
        [
            .. FfmpegArguments.Head,
            .. FfmpegArguments.Progress,
            .. jobs.SelectMany(job => Input(job, threads)),
            "-filter_complex_threads",
            "1", // Nothing is filtered.
            "-filter_complex",
            string.Join(';', jobs.Select((job, number) => Chain(job, number, encoding))),
            .. jobs.SelectMany(
                (job, number) =>
                    Output(
                        encoding,
                        encoding.FrameRate.Inverse(),
                        threads,
                        FewPictures,
                        Label(number),
                        job.Frames,
                        job.Output
                    )
            ),
        ];

    private static IEnumerable<string> Input(PieceJob job, int threads) =>
        [
            .. FfmpegArguments.Limits("mov"),
            "-strict",
            "1", // The decoder believes in the reordering the stream allows, instead of learning it from the first pictures.
            "-threads",
            Text(threads),
            "-i",
            "file:" + job.Input,
        ];

    private static string Chain(PieceJob job, int number, PieceEncoding encoding) =>
        $"[{Text(number)}:v:0]trim=start_pts={Text(job.FirstPts)}:end_pts={Text(job.EndPts)},"
        + $"settb={Text(encoding.FrameRate.Inverse())},setpts=N{Label(number)}";

    private static string Label(int number) => $"[p{Text(number)}]";

    /// <summary>A whole step as the exact path makes it, under the parameter sets of a piece.</summary>
    public static IReadOnlyList<string> Adapt(
        RenderPlan plan,
        int step,
        PieceEncoding encoding,
        int threads,
        string output
    )
    {
        var alone = plan.Steps[step] with { Sound = null, Pictures = plan.Steps[step].Pictures! with { Position = 0 } };
        var frames = alone.Pictures!.Frames(); // a plan that copies has pictures in each step
        return FfmpegArguments.Render(
            plan with
            {
                Steps = [alone],
                Sound = null,
                Frames = frames,
            },
            threads,
            Output(encoding, plan.Pictures!.TimeBase, threads, WholeSteps, PicturesOut, frames, output)
        );
    }

    // Half a second of pictures may be twice as large as they could be, a whole clip not: measured on noisy 1080p, the fastest takes
    // 10 ms for a picture at 48 dB, with the smaller entropy coding 15 ms, the other 24 ms.
    private const string FewPictures = "ultrafast";
    private const string WholeSteps = "superfast";

    /// <param name="tick">One for all pieces of a kind: the encoder writes it into the parameter sets.</param>
    private static IEnumerable<string> Output(
        PieceEncoding encoding,
        Ratio tick,
        int threads,
        string preset,
        string pictures,
        long count,
        string output
    ) =>
        [
            "-map",
            pictures,
            "-frames:v",
            Text(count),
            "-fps_mode",
            "passthrough",
            "-enc_time_base",
            Text(tick),
            "-pix_fmt",
            "yuv420p",
            .. Encoder(encoding, preset, threads),
            .. count < PictureTargets.FewestForBFrames ? ["-bsf:v", "setts=pts=PTS:dts=N-2"] : Array.Empty<string>(),
            "-profile:v",
            encoding.Profile,
            "-g",
            "30", // Whoever looks at the joint behind the piece, a player or the verifier, decodes no more than that before it.
            "-threads",
            Text(threads),
            "-f",
            "mp4",
            "file:" + output,
        ];

    // Quality: above 42 dB on noisy pictures, so that a joint cannot be seen. Closed groups: each piece stands alone.
    private static string[] Encoder(PieceEncoding encoding, string preset, int threads) =>
        encoding.Family switch
        {
            NalFamily.H264 =>
            [
                "-c:v",
                "libx264",
                "-preset",
                preset,
                "-crf",
                "18",
                "-x264-params",
                // What the fastest preset leaves out and costs little; lower profiles take it away again.
                $"8x8dct=1:sps-id={Text(encoding.SequenceId)}:open-gop=0:fps={Text(encoding.FrameRate)}",
            ],
            NalFamily.H265 =>
            [
                "-c:v",
                "libx265",
                "-preset",
                "superfast",
                "-crf",
                "14",
                "-tag:v",
                "hvc1",
                "-x265-params",
                $"open-gop=0:info=0:log-level=error:fps={Text(encoding.FrameRate)}:pools={Text(threads)}",
            ],
        };
}

/// <summary>A small file and what of it becomes a piece.</summary>
/// <param name="FirstPts">Of the first wanted picture, as the small file shows it.</param>
/// <param name="EndPts">Exclusive.</param>
internal sealed record PieceJob(string Input, long FirstPts, long EndPts, int Frames, string Output);
