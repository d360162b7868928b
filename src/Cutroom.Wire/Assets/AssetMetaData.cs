using System.Text.Json.Serialization;

namespace Cutroom.Wire.Assets;

/// <summary>Probed facts. Source: VOD API reference, query asset details, meta_data.</summary>
public sealed record AssetMetaData
{
    [JsonPropertyName("pack_type")]
    public required string PackType { get; init; }

    /// <summary>Of the video, or of the sound where there is no video: <c>H.264</c>, <c>H.265</c>, <c>AAC</c> …</summary>
    [JsonPropertyName("codec")]
    public required string Codec { get; init; }

    [JsonPropertyName("audio_codec")]
    public string? AudioCodec { get; init; }

    /// <summary>Whole seconds, rounded down, at least 1.</summary>
    [JsonPropertyName("duration")]
    public required long Duration { get; init; }

    [JsonPropertyName("duration_ms")]
    public required long DurationMs { get; init; }

    /// <summary>Bytes.</summary>
    [JsonPropertyName("video_size")]
    public required long VideoSize { get; init; }

    [JsonPropertyName("width")]
    public int Width { get; init; }

    [JsonPropertyName("height")]
    public int Height { get; init; }

    /// <summary>The vendor's misspelling, sent beside the right one.</summary>
    [JsonPropertyName("hight")]
    public int Hight => Height;

    /// <summary>kbit/s.</summary>
    [JsonPropertyName("bit_rate")]
    public long BitRate { get; init; }

    /// <summary>Frames per second, rounded.</summary>
    [JsonPropertyName("frame_rate")]
    public int FrameRate { get; init; }

    [JsonPropertyName("quality")]
    public string? Quality { get; init; }

    [JsonPropertyName("audio_channels")]
    public int AudioChannels { get; init; }
}
