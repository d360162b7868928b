using System.Text.Json.Serialization;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>What the sound of the output is; one continuous encode over all of it.</summary>
public sealed record SoundTarget
{
    /// <summary><c>aac</c> or <c>mp3</c>.</summary>
    [JsonPropertyName("codec")]
    public required string Codec { get; init; }

    [JsonPropertyName("sample_rate")]
    public required int SampleRate { get; init; }

    [JsonPropertyName("channels")]
    public required int Channels { get; init; }

    [JsonPropertyName("bitrate_kbps")]
    public required int BitrateKbps { get; init; }

    /// <summary>
    /// Samples dropped at the front because the codec delays by as much and the container has no means to say so; else 0.
    /// </summary>
    [JsonPropertyName("dropped_lead")]
    public required int DroppedLead { get; init; }

    /// <summary>
    /// Where the encoder stops although it could fill one packet more: that packet would end more than 22 ms behind the pictures.
    /// Null where no packet is that long.
    /// </summary>
    [JsonPropertyName("packets")]
    public long? Packets { get; init; }

    /// <summary>The packets of the one source are taken as they are; the rest here holds if that is given up.</summary>
    [JsonPropertyName("is_copied")]
    public bool IsCopied { get; init; }

    [JsonIgnore]
    public Ratio Tick => new(1, SampleRate);
}
