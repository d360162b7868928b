using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Muxing;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;
using static Cutroom.Rendering.Execution.FilterGraph;

namespace Cutroom.Rendering.Execution;

/// <summary>The ffmpeg arguments that make one piece. Its times do not matter: the plan has them.</summary>
internal static class PieceArguments
{
    /// <summary>Pictures kept as they are, taken by their times from a small file that starts at the right keyframe.</summary>
    public static IReadOnlyList<string> Cut(
        PieceEncoding encoding,
        int threads,
        string input,
        PieceSource source,
        int count,
        string output
    ) =>
        [
            .. FfmpegArguments.Head,
            .. FfmpegArguments.Progress,
            .. FfmpegArguments.Limits("mov"),
            "-threads",
            Text(threads),
            "-i",
            "file:" + input,
            "-filter_complex",
            $"[0:v:0]trim=start_pts={Text(source.FirstPts)}:end_pts={Text(source.EndPts)},"
                + $"settb={Text(Tick(encoding))},setpts=N{PicturesOut}",
            .. Output(encoding, Tick(encoding), threads, count, output),
        ];

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
            Output(encoding, plan.Pictures!.TimeBase, threads, frames, output)
        );
    }

    private static Ratio Tick(PieceEncoding encoding) =>
        new(encoding.FrameRate.Denominator, encoding.FrameRate.Numerator);

    /// <param name="tick">One for all pieces of a kind: the encoder writes it into the parameter sets.</param>
    private static IEnumerable<string> Output(
        PieceEncoding encoding,
        Ratio tick,
        int threads,
        long count,
        string output
    ) =>
        [
            "-map",
            PicturesOut,
            "-frames:v",
            Text(count),
            "-fps_mode",
            "passthrough",
            "-enc_time_base",
            Text(tick),
            "-pix_fmt",
            "yuv420p",
            .. Encoder(encoding, threads),
            "-profile:v",
            encoding.Profile,
            "-threads",
            Text(threads),
            "-f",
            "mp4",
            "file:" + output,
        ];

    // Quality: above 42 dB on noisy pictures, so that a joint cannot be seen. Closed groups: each piece stands alone.
    private static string[] Encoder(PieceEncoding encoding, int threads) =>
        encoding.Family switch
        {
            NalFamily.H264 =>
            [
                "-c:v",
                "libx264",
                "-preset",
                "superfast",
                "-crf",
                "16",
                "-x264-params",
                $"sps-id={Text(encoding.SequenceId)}:open-gop=0:fps={Text(encoding.FrameRate)}",
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
