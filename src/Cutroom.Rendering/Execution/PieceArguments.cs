using System.Globalization;
using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Planning;

namespace Cutroom.Rendering.Execution;

/// <summary>The ffmpeg arguments of one piece. Pure.</summary>
internal static class PieceArguments
{
    public static IReadOnlyList<string> For(
        PieceEncoding encoding,
        int threads,
        string input,
        int skip,
        int count,
        string output
    ) =>
        [
            "-threads",
            Text(threads),
            "-r", // one clock for all pieces: the encoder writes its rate into the parameter sets
            encoding.FrameRate.ToString(),
            "-f",
            "mov",
            "-i",
            input,
            "-map",
            "0:v:0",
            "-vf",
            $"trim=start_frame={Text(skip)}:end_frame={Text(skip + count)},setpts=PTS-STARTPTS",
            "-frames:v",
            Text(count),
            "-fps_mode",
            "passthrough",
            "-pix_fmt",
            encoding.PixelFormat,
            .. Encoder(encoding),
            "-threads",
            Text(threads),
            "-f",
            "mp4",
            output,
        ];

    private static string[] Encoder(PieceEncoding encoding) =>
        encoding.Family switch
        {
            NalFamily.H264 =>
            [
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-crf",
                "13",
                "-profile:v",
                encoding.Profile,
                "-x264-params",
                $"sps-id={Text((int)encoding.SequenceId)}:open-gop=0",
            ],
            NalFamily.H265 =>
            [
                "-c:v",
                "libx265",
                "-preset",
                "superfast",
                "-crf",
                "13",
                "-profile:v",
                encoding.Profile,
                "-tag:v",
                "hvc1",
                "-x265-params",
                "open-gop=0:info=0:log-level=error",
            ],
        };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
