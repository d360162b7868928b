using System.Text.Json.Serialization;

namespace Cutroom.Wire.EditingTasks;

/// <summary>Output settings of create; null means: not said. Source: VOD API reference, create editing task, VodEditingSetting.</summary>
public sealed record EditingSettings
{
    /// <summary>True, the default: width and height mean the long and the short side.</summary>
    [JsonPropertyName("resolution_adaptation")]
    public bool? ResolutionAdaptation { get; init; }

    /// <summary>False, the default: the output is never larger than the source.</summary>
    [JsonPropertyName("resolution_upsample")]
    public bool? ResolutionUpsample { get; init; }

    /// <summary>MP4, the default, HLS, MP3, MOV, FLV or AVI.</summary>
    [JsonPropertyName("format")]
    public string? Format { get; init; }

    /// <summary>0, the default: derived. A fraction is rounded down by the server.</summary>
    [JsonPropertyName("width")]
    public decimal? Width { get; init; }

    /// <summary>0, the default: derived. A fraction is rounded down by the server.</summary>
    [JsonPropertyName("height")]
    public decimal? Height { get; init; }

    /// <summary>NONE, the default, MAX_BITRATE or MAX_RESOLUTION.</summary>
    [JsonPropertyName("reference")]
    public string? Reference { get; init; }

    /// <summary>1, the default: H.264; 2: H.265.</summary>
    [JsonPropertyName("video_codec")]
    public int? VideoCodec { get; init; }

    /// <summary>Ours: TS, the default, or FMP4; what an HLS output is stored in.</summary>
    [JsonPropertyName("hls_segments")]
    public string? HlsSegments { get; init; }
}
