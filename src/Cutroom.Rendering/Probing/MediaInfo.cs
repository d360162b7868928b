using System.Text.Json.Serialization;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Probing;

/// <summary>The facts of a media file that a caller may store and show.</summary>
public sealed record MediaInfo
{
    /// <summary>The short name of the container, such as <c>mp4</c>, <c>matroska</c>, <c>mpegts</c>.</summary>
    [JsonPropertyName("container")]
    public required string Container { get; init; }

    [JsonPropertyName("size_bytes")]
    public required long SizeBytes { get; init; }

    /// <summary>From the earliest presentation time to the end of the longest stream; segments are positions in it.</summary>
    [JsonPropertyName("duration")]
    public required MediaTime Duration { get; init; }

    [JsonPropertyName("bitrate_kbps")]
    public required long BitrateKbps { get; init; }

    /// <summary>Null when the file has sound only; cover pictures do not count.</summary>
    [JsonPropertyName("video")]
    public VideoStream? Video { get; init; }

    /// <summary>Null when the file has no sound.</summary>
    [JsonPropertyName("audio")]
    public AudioStream? Audio { get; init; }
}
