using System.Globalization;

namespace Cutroom.Testing.Media;

/// <summary>Streams, packets and decoded frames of a file in one reading: each is a set of named values.</summary>
internal sealed record ProbeListing(
    IReadOnlyList<ProbeLine> Streams,
    IReadOnlyList<ProbeLine> Packets,
    IReadOnlyList<ProbeLine> Frames
)
{
    private const string Entries =
        "stream=index,codec_type,time_base,start_pts,duration,r_frame_rate,sample_rate"
        + ":packet=stream_index,pts,dts,duration,flags"
        + ":frame=stream_index,best_effort_timestamp,best_effort_timestamp_time,pkt_duration,nb_samples";

    /// <summary>A file that cannot be read at all has no streams.</summary>
    public static async Task<ProbeListing> ReadAsync(string path)
    {
        string[] what = ["-show_streams", "-show_packets", "-show_frames", "-show_entries", Entries, "-of", "compact"];
        string[] quiet = ["-hide_banner", "-v", "error"];
        var output = await MediaTool.RunAsync("ffprobe", [.. quiet, .. what, .. MediaTool.Playlist(path), "-i", path]);
        var lines = output.Lines.Select(line => line.Trim().Split('|')).ToLookup(line => line[0], ProbeLine.Of);
        return new([.. lines["stream"]], [.. lines["packet"]], [.. lines["frame"]]);
    }

    public IEnumerable<ProbeLine> PacketsOf(ProbeLine stream) => Packets.Where(line => line.IsOf(stream));

    public IEnumerable<ProbeLine> FramesOf(ProbeLine stream) => Frames.Where(line => line.IsOf(stream));

    /// <summary>The first stream of a type.</summary>
    public ProbeLine? StreamOf(string type) => Streams.FirstOrDefault(stream => stream["codec_type"] == type);
}

/// <summary>A line such as <c>packet|pts=512|flags=K_</c>.</summary>
internal sealed class ProbeLine
{
    private readonly Dictionary<string, string> _values = [];

    /// <summary>Empty when the line does not say.</summary>
    public string this[string name] => _values.GetValueOrDefault(name, "");

    /// <summary>Null when the line does not say, or says N/A.</summary>
    public long? Number(string name) =>
        long.TryParse(this[name], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    public bool IsOf(ProbeLine stream) => this["stream_index"] == stream["index"];

    public static ProbeLine Of(string[] fields)
    {
        var line = new ProbeLine();
        foreach (var pair in fields.Select(field => field.Split('=')).Where(pair => pair.Length == 2))
        {
            line._values.TryAdd(pair[0], pair[1]);
        }

        return line;
    }
}
