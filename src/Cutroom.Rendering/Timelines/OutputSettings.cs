using System.Text.Json.Serialization;

namespace Cutroom.Rendering.Timelines;

/// <summary>The container of the output.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OutputFormat>))]
public enum OutputFormat
{
    Mp4,
    Hls,
    Mp3,
    Mov,
    Avi,
    Flv,
}

/// <summary>How the segments of an HLS output are stored.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HlsSegments>))]
public enum HlsSegments
{
    /// <summary>MPEG transport streams, which every player reads.</summary>
    Ts,

    /// <summary>Fragments of MP4, the only ones in which Apple's players take H.265.</summary>
    Fmp4,
}

/// <summary>The codec of encoded pictures; the numbers are the wire's.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VideoCodec>))]
public enum VideoCodec
{
    H264 = 1,
    H265 = 2,
}

/// <summary>Which input the output's size, rate and bit rate follow.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReferenceRule>))]
public enum ReferenceRule
{
    /// <summary>The first input; the bit rate follows from the output size.</summary>
    None,
    MaxBitrate,
    MaxResolution,
}

/// <summary>Whether untouched parts may be copied.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RenderMode>))]
public enum RenderMode
{
    /// <summary>Copy where that is provably exact, encode the rest.</summary>
    Auto,

    /// <summary>Encode everything.</summary>
    Encode,
}

/// <summary>What the output shall be. Bounds of the wire are the caller's matter; 0 means "derive" in both sizes.</summary>
public sealed record OutputSettings
{
    [JsonPropertyName("format")]
    public OutputFormat Format { get; init; } = OutputFormat.Mp4;

    /// <summary>Of HLS; without a meaning in other formats.</summary>
    [JsonPropertyName("hls_segments")]
    public HlsSegments HlsSegments { get; init; }

    [JsonPropertyName("video_codec")]
    public VideoCodec Codec { get; init; } = VideoCodec.H264;

    /// <summary>Pixels; the long side when <see cref="LongShort"/>.</summary>
    [JsonPropertyName("width")]
    public int Width { get; init; }

    /// <summary>Pixels; the short side when <see cref="LongShort"/>.</summary>
    [JsonPropertyName("height")]
    public int Height { get; init; }

    /// <summary>The wire's <c>resolution_adaptation</c>: width and height mean long and short side.</summary>
    [JsonPropertyName("resolution_adaptation")]
    public bool LongShort { get; init; } = true;

    /// <summary>The wire's <c>resolution_upsample</c>: the output may be larger than the reference input.</summary>
    [JsonPropertyName("resolution_upsample")]
    public bool Upsample { get; init; }

    [JsonPropertyName("reference")]
    public ReferenceRule Reference { get; init; } = ReferenceRule.None;

    [JsonPropertyName("mode")]
    public RenderMode Mode { get; init; } = RenderMode.Auto;
}
