using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;
using static Cutroom.Rendering.Execution.FilterGraph;

namespace Cutroom.Rendering.Execution;

/// <summary>The output half of the render command: encoders and container.</summary>
internal static class Outputs
{
    // Past the planned end nothing may come; a fault upstream shall not fill the disk.
    private static readonly MediaTime Overrun = MediaTime.FromSeconds(10);

    public static string MainFile(OutputFormat format) =>
        format switch
        {
            OutputFormat.Mp4 => "output.mp4",
            OutputFormat.Mov => "output.mov",
            OutputFormat.Avi => "output.avi",
            OutputFormat.Flv => "output.flv",
            OutputFormat.Mp3 => "output.mp3",
            OutputFormat.Hls => "index.m3u8",
        };

    /// <summary>The demuxer that reads the finished file back.</summary>
    public static string DemuxerOf(OutputFormat format) =>
        format switch
        {
            OutputFormat.Mp4 or OutputFormat.Mov => "mov",
            OutputFormat.Avi => "avi",
            OutputFormat.Flv => "flv",
            OutputFormat.Mp3 => "mp3",
            OutputFormat.Hls => "hls",
        };

    public static IEnumerable<string> Of(RenderPlan plan, string output, int threads, long maxBytes) =>
        [
            .. plan.Pictures is { } pictures ? Pictures(pictures, plan.Settings.Format, threads) : [],
            .. plan.Sound is { } sound ? Sound(sound) : [],
            "-sn",
            "-dn",
            "-map_metadata",
            "-1",
            "-map_chapters",
            "-1",
            "-t",
            (plan.Duration + Overrun).ToString(),
            "-fs",
            Text(maxBytes),
            .. Container(plan, output),
        ];

    private static IEnumerable<string> Pictures(PictureTarget target, OutputFormat format, int threads) =>
        [
            "-map",
            FilterGraph.PicturesOut,
            "-vsync:v",
            "passthrough", // Frames keep the times the graph gave them.
            "-enc_time_base:v",
            // An AVI's clock is its frames: a finer one would be filled up with empty ones.
            Text(format == OutputFormat.Avi ? target.FrameRate.Inverse() : target.TimeBase),
            .. target.Codec == VideoCodec.H264 ? H264(target) : H265(target, threads),
            "-preset",
            target.Preset,
            "-crf",
            Text(target.Quality),
            "-maxrate",
            $"{Text(target.MaxKbps)}k",
            "-bufsize",
            $"{Text(2 * target.MaxKbps)}k",
            "-g",
            Text(target.Gop),
            "-bf",
            Text(target.BFrames),
            "-threads",
            Text(threads),
            // A variable rate can stretch a group of pictures past the length of a segment.
            .. format == OutputFormat.Hls
                ? ["-force_key_frames", $"expr:gte(t,n_forced*{Text(PictureTargets.KeyframeSeconds)})"]
                : Array.Empty<string>(),
        ];

    // The rate is told because frames in passthrough carry none, and rate control and levels depend on it.
    private static IEnumerable<string> H264(PictureTarget target) =>
        ["-c:v", "libx264", "-profile:v", "high", "-x264-params", $"fps={Text(target.FrameRate)}"];

    // Closed groups: every key frame is a place to seek to, and to split at.
    private static IEnumerable<string> H265(PictureTarget target, int threads) =>
        [
            "-c:v",
            "libx265",
            "-x265-params",
            $"log-level=error:open-gop=0:fps={Text(target.FrameRate)}:pools={Text(threads)}",
        ];

    private static IEnumerable<string> Sound(SoundTarget target) =>
        [
            "-map",
            FilterGraph.SoundOut,
            "-c:a",
            .. target.Codec == "mp3" ? new[] { "libmp3lame" } : ["aac"],
            "-b:a",
            $"{Text(target.BitrateKbps)}k",
            .. target.Packets is { } packets ? ["-frames:a", Text(packets)] : Array.Empty<string>(),
        ];

    public static IEnumerable<string> Container(RenderPlan plan, string output) =>
        plan.Settings.Format switch
        {
            OutputFormat.Mp4 => [.. Boxes(plan), "-f", "mp4", "file:" + output],
            OutputFormat.Mov => [.. Boxes(plan), "-f", "mov", "file:" + output],
            OutputFormat.Avi => [.. AviTag(plan), "-f", "avi", "file:" + output],
            OutputFormat.Flv => ["-f", "flv", "file:" + output],
            OutputFormat.Mp3 => ["-write_xing", "1", "-f", "mp3", "file:" + output],
            OutputFormat.Hls =>
            [
                "-f",
                "hls",
                "-hls_time",
                Text(PictureTargets.KeyframeSeconds),
                "-hls_list_size",
                "0",
                "-hls_playlist_type",
                "vod",
                "-hls_flags",
                "independent_segments",
                .. Segments(plan, Path.GetDirectoryName(output) ?? ""),
                "file:" + output,
            ],
        };

    private static string[] Segments(RenderPlan plan, string folder) =>
        plan.Settings.HlsSegments switch
        {
            HlsSegments.Ts =>
            [
                "-hls_segment_type",
                "mpegts",
                "-hls_segment_filename",
                "file:" + Path.Combine(folder, "segment-%05d.ts"),
            ],
            HlsSegments.Fmp4 =>
            [
                "-hls_segment_type",
                "fmp4",
                // A fragment with an index of its own starts where the pictures before it end, by lengths that count decoding times.
                "-hls_segment_options",
                "movflags=+skip_sidx",
                "-hls_fmp4_init_filename",
                Playlist.Header,
                "-hls_segment_filename",
                "file:" + Path.Combine(folder, "segment-%05d.m4s"),
                // Else an empty edit shows the pictures later, and browsers, which take no notice of it, lose the sound by as much.
                "-avoid_negative_ts",
                "disabled",
                // Fragments are placed by the lengths of those before; of a variable rate the encoder only guesses the lengths.
                "-bsf:v",
                "setts=pts=PTS:dts=DTS:duration=if(eq(NEXT_DTS\\,NOPTS)\\,DURATION\\,NEXT_DTS-DTS)",
                .. plan.Pictures is { Codec: VideoCodec.H265 } ? new[] { "-tag:v", "hvc1" } : [],
            ],
        };

    // The writer has no name of its own for H.265 here.
    private static string[] AviTag(RenderPlan plan) =>
        plan.Pictures is { Codec: VideoCodec.H265 } ? ["-tag:v", "HEVC"] : [];

    private static IEnumerable<string> Boxes(RenderPlan plan) =>
        [
            "-movflags",
            "+faststart",
            // Edit lists count in this; the default of 1000 would cut sound to the millisecond.
            "-movie_timescale",
            Text(plan.Sound?.SampleRate ?? 90_000),
            .. plan.Pictures is { } pictures
                ?
                [
                    "-video_track_timescale",
                    Text(pictures.TimeBase.Denominator),
                    // The tag that all players of H.265 in this container know.
                    .. pictures.Codec == VideoCodec.H265 ? ["-tag:v", "hvc1"] : Array.Empty<string>(),
                ]
                : Array.Empty<string>(),
        ];
}
