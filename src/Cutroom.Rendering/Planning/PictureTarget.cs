using System.Text.Json.Serialization;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>What the pictures of the output are; the same for all of it.</summary>
public sealed record PictureTarget
{
    [JsonPropertyName("codec")]
    public required VideoCodec Codec { get; init; }

    [JsonPropertyName("width")]
    public required int Width { get; init; }

    [JsonPropertyName("height")]
    public required int Height { get; init; }

    /// <summary>Frames per second: exact when <see cref="IsConstantRate"/>, else the nominal rate.</summary>
    [JsonPropertyName("frame_rate")]
    public required Ratio FrameRate { get; init; }

    /// <summary>True when frame n starts at n / rate; false when frames keep their own distances.</summary>
    [JsonPropertyName("is_constant_rate")]
    public required bool IsConstantRate { get; init; }

    /// <summary>Seconds per tick of the frame times in this plan.</summary>
    [JsonPropertyName("time_base")]
    public required Ratio TimeBase { get; init; }

    /// <summary>Matrix, primaries and transfer that are written and, where a source differs, converted to.</summary>
    [JsonPropertyName("color")]
    public required string Color { get; init; }

    [JsonPropertyName("preset")]
    public required string Preset { get; init; }

    /// <summary>The encoder's constant quality; lower is better.</summary>
    [JsonPropertyName("quality")]
    public required int Quality { get; init; }

    /// <summary>The bit rate that quality may not pass.</summary>
    [JsonPropertyName("max_kbps")]
    public required long MaxKbps { get; init; }

    /// <summary>The longest distance of key frames, in frames.</summary>
    [JsonPropertyName("gop")]
    public required int Gop { get; init; }

    /// <summary>Pictures that look ahead; 0 where the container has no timestamps.</summary>
    [JsonPropertyName("b_frames")]
    public required int BFrames { get; init; }
}
