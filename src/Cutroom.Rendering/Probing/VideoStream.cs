using System.Text.Json.Serialization;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Probing;

/// <summary>The picture stream that is edited.</summary>
public sealed record VideoStream
{
    [JsonPropertyName("codec")]
    public required string Codec { get; init; }

    /// <summary>Pixels as shown: sample aspect ratio expanded, rotation applied.</summary>
    [JsonPropertyName("width")]
    public required int Width { get; init; }

    /// <summary>Pixels as shown: sample aspect ratio expanded, rotation applied.</summary>
    [JsonPropertyName("height")]
    public required int Height { get; init; }

    [JsonPropertyName("coded_width")]
    public required int CodedWidth { get; init; }

    [JsonPropertyName("coded_height")]
    public required int CodedHeight { get; init; }

    /// <summary>The container's nominal rate; the average where no nominal rate is credible. Null when unknown.</summary>
    [JsonPropertyName("frame_rate")]
    public Ratio? FrameRate { get; init; }

    /// <summary>Degrees clockwise that a player turns the coded picture: 0, 90, 180 or 270.</summary>
    [JsonPropertyName("rotation")]
    public int Rotation { get; init; }

    /// <summary>Shown in a mirror after the rotation, as selfie cameras store it.</summary>
    [JsonPropertyName("is_mirrored")]
    public bool IsMirrored { get; init; }

    [JsonPropertyName("sample_aspect_ratio")]
    public Ratio SampleAspectRatio { get; init; } = Ratio.One;

    [JsonPropertyName("pixel_format")]
    public required string PixelFormat { get; init; }

    [JsonPropertyName("is_interlaced")]
    public bool IsInterlaced { get; init; }

    /// <summary>Null when the stream does not say.</summary>
    [JsonPropertyName("color_space")]
    public string? ColorSpace { get; init; }

    /// <summary>Null when the stream does not say.</summary>
    [JsonPropertyName("color_transfer")]
    public string? ColorTransfer { get; init; }

    /// <summary>Null when the stream does not say.</summary>
    [JsonPropertyName("color_primaries")]
    public string? ColorPrimaries { get; init; }

    /// <summary><c>tv</c> or <c>pc</c>; null when the stream does not say.</summary>
    [JsonPropertyName("color_range")]
    public string? ColorRange { get; init; }

    /// <summary>Null when the container does not say.</summary>
    [JsonPropertyName("bitrate_kbps")]
    public long? BitrateKbps { get; init; }

    /// <summary>Light beyond what bt709 can show: PQ or HLG.</summary>
    [JsonIgnore]
    public bool IsHdr => ColorTransfer is "smpte2084" or "arib-std-b67";
}
