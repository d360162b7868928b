using System.Globalization;
using Cutroom.Rendering.Execution;

namespace Cutroom.Rendering.Probing;

/// <summary>The argument vectors of ffprobe.</summary>
internal static class FfprobeArguments
{
    public static IReadOnlyList<string> Streams(string demuxer, string path) =>
        [.. EngineRules.Quiet, "-show_format", "-show_streams", "-of", "json", .. Input(demuxer, path)];

    /// <summary>Timestamps as the container stores them, in decoding order: nothing is decoded.</summary>
    public static IReadOnlyList<string> Packets(
        string demuxer,
        string path,
        int stream,
        IReadOnlyList<TimeRange> ranges
    ) => Listing(demuxer, path, stream, ranges, "packet=pts,dts,duration,size,pos,flags");

    /// <summary>The same of all streams at once, the number of the stream before each line.</summary>
    public static IReadOnlyList<string> AllPackets(string demuxer, string path) =>
        [
            .. EngineRules.Quiet,
            "-show_entries",
            "packet=stream_index,pts,dts,duration,size,pos,flags",
            "-of",
            "csv=p=0",
            .. Input(demuxer, path),
        ];

    /// <summary>Timestamps as the decoder gives them, in presentation order.</summary>
    public static IReadOnlyList<string> Frames(
        string demuxer,
        string path,
        int stream,
        IReadOnlyList<TimeRange> ranges
    ) => Listing(demuxer, path, stream, ranges, "frame=key_frame,best_effort_timestamp,pkt_duration");

    /// <summary>Frames with what the decoder said about each, from the key frame before the range.</summary>
    public static IReadOnlyList<string> DecoderWords(string demuxer, string path, int stream, TimeRange? range) =>
        [
            .. EngineRules.Quiet,
            "-threads",
            "1", // With more, the words land on other frames.
            "-show_log",
            "16",
            "-show_frames",
            "-select_streams",
            stream.ToString(CultureInfo.InvariantCulture),
            "-show_entries",
            "frame=best_effort_timestamp:log=message",
            "-of",
            "compact",
            .. range is { } part ? ["-read_intervals", part.ToString()] : Array.Empty<string>(),
            .. Input(demuxer, path),
        ];

    private static IReadOnlyList<string> Listing(
        string demuxer,
        string path,
        int stream,
        IReadOnlyList<TimeRange> ranges,
        string entries
    ) =>
        [
            .. EngineRules.Quiet,
            "-select_streams",
            stream.ToString(CultureInfo.InvariantCulture),
            "-show_entries",
            entries,
            "-of",
            "csv=p=0",
            .. ranges.Count == 0 ? Array.Empty<string>() : ["-read_intervals", string.Join(',', ranges)],
            .. Input(demuxer, path),
        ];

    private static IReadOnlyList<string> Input(string demuxer, string path) =>
        [.. EngineRules.LimitsOf(demuxer), "-f", demuxer, "-i", "file:" + path];
}
