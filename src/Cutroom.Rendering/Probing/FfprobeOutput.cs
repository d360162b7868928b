using System.Text.Json.Serialization;

namespace Cutroom.Rendering.Probing;

/// <summary>The part of ffprobe's JSON that is read. Every member may be missing: hostile files fill them at will.</summary>
internal sealed record FfprobeOutput
{
    [JsonPropertyName("streams")]
    public IReadOnlyList<FfprobeStream> Streams { get; init; } = [];

    [JsonPropertyName("format")]
    public FfprobeFormat? Format { get; init; }
}

internal sealed record FfprobeFormat
{
    [JsonPropertyName("duration")]
    public string? Duration { get; init; }

    [JsonPropertyName("bit_rate")]
    public string? BitRate { get; init; }

    [JsonPropertyName("tags")]
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}

internal sealed record FfprobeStream
{
    [JsonPropertyName("index")]
    public int Index { get; init; }

    [JsonPropertyName("codec_type")]
    public string? Type { get; init; }

    [JsonPropertyName("codec_name")]
    public string? Codec { get; init; }

    [JsonPropertyName("width")]
    public int Width { get; init; }

    [JsonPropertyName("height")]
    public int Height { get; init; }

    [JsonPropertyName("sample_aspect_ratio")]
    public string? SampleAspectRatio { get; init; }

    [JsonPropertyName("pix_fmt")]
    public string? PixelFormat { get; init; }

    [JsonPropertyName("field_order")]
    public string? FieldOrder { get; init; }

    [JsonPropertyName("color_range")]
    public string? ColorRange { get; init; }

    [JsonPropertyName("color_space")]
    public string? ColorSpace { get; init; }

    [JsonPropertyName("color_transfer")]
    public string? ColorTransfer { get; init; }

    [JsonPropertyName("color_primaries")]
    public string? ColorPrimaries { get; init; }

    [JsonPropertyName("r_frame_rate")]
    public string? BaseRate { get; init; }

    [JsonPropertyName("avg_frame_rate")]
    public string? AverageRate { get; init; }

    [JsonPropertyName("time_base")]
    public string? TimeBase { get; init; }

    [JsonPropertyName("start_pts")]
    public long? StartPts { get; init; }

    [JsonPropertyName("duration")]
    public string? Duration { get; init; }

    [JsonPropertyName("bit_rate")]
    public string? BitRate { get; init; }

    [JsonPropertyName("sample_rate")]
    public string? SampleRate { get; init; }

    [JsonPropertyName("channels")]
    public int Channels { get; init; }

    [JsonPropertyName("disposition")]
    public IReadOnlyDictionary<string, int>? Disposition { get; init; }

    [JsonPropertyName("side_data_list")]
    public IReadOnlyList<FfprobeSideData>? SideData { get; init; }

    [JsonIgnore]
    public bool IsCoverPicture => Flag("attached_pic") || Flag("timed_thumbnails");

    [JsonIgnore]
    public bool IsDefault => Flag("default");

    private bool Flag(string name) => Disposition is { } flags && flags.TryGetValue(name, out var value) && value != 0;
}

internal sealed record FfprobeSideData
{
    [JsonPropertyName("displaymatrix")]
    public string? DisplayMatrix { get; init; }
}

[JsonSerializable(typeof(FfprobeOutput))]
internal sealed partial class FfprobeJson : JsonSerializerContext;
