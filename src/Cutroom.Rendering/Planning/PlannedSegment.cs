using System.Text.Json.Serialization;
using Cutroom.Rendering.Sources;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>What became of one segment of the timeline.</summary>
public sealed record PlannedSegment
{
    [JsonPropertyName("source")]
    public required int Source { get; init; }

    /// <summary>As asked, inclusive.</summary>
    [JsonPropertyName("start")]
    public required MediaTime Start { get; init; }

    /// <summary>As asked, exclusive; null is the end of the source.</summary>
    [JsonPropertyName("end")]
    public MediaTime? End { get; init; }

    /// <summary>Of the first frame, counted from the source's position 0; later than <see cref="Start"/> by less than a frame.</summary>
    [JsonPropertyName("first_frame")]
    public required MediaTime FirstFrame { get; init; }

    /// <summary>Where it begins in the output.</summary>
    [JsonPropertyName("position")]
    public required MediaTime Position { get; init; }

    /// <summary>The sum of the durations of its frames.</summary>
    [JsonPropertyName("duration")]
    public required MediaTime Duration { get; init; }

    /// <summary>Frames of the source in the range; 0 for sound.</summary>
    [JsonPropertyName("source_frames")]
    public required long SourceFrames { get; init; }

    /// <summary>The step that renders it; neighbours in one source share a step.</summary>
    [JsonPropertyName("step")]
    public required int Step { get; init; }
}

/// <param name="Path">Not printed: it says nothing about the result.</param>
/// <param name="Demuxer">The engine's name of the container, forced on every call.</param>
/// <param name="Origin">The file's earliest presentation time on its own clock: position 0.</param>
public sealed record PlannedSource(
    [property: JsonIgnore] string Path,
    [property: JsonPropertyName("demuxer")] string Demuxer,
    [property: JsonPropertyName("origin")] MediaTime Origin,
    [property: JsonPropertyName("media")] Probing.MediaInfo Media
)
{
    /// <summary>Where the bytes are; as long as that is not on this machine, <see cref="Path"/> is a mere name.</summary>
    [JsonIgnore]
    internal MediaSource Bytes
    {
        get => field ?? MediaSource.OfFile(Path);
        init;
    }

    /// <summary>Names the bytes, for what is kept of them; null where nobody can.</summary>
    [JsonIgnore]
    internal string? Identity { get; init; }

    /// <summary>The frame times come from the file's own tables; the engine has not said the same yet.</summary>
    [JsonIgnore]
    internal bool IsReadFromTables { get; init; }
}
