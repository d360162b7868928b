using System.Text.Json.Serialization;

namespace Cutroom.Rendering.Probing;

/// <summary>The sound stream that is edited.</summary>
public sealed record AudioStream
{
    [JsonPropertyName("codec")]
    public required string Codec { get; init; }

    /// <summary>Samples per second.</summary>
    [JsonPropertyName("sample_rate")]
    public required int SampleRate { get; init; }

    [JsonPropertyName("channels")]
    public required int Channels { get; init; }

    /// <summary>Null when the container does not say.</summary>
    [JsonPropertyName("bitrate_kbps")]
    public long? BitrateKbps { get; init; }
}
