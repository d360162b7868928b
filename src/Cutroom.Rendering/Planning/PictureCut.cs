using System.Text.Json.Serialization;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>Which frames of a source are taken, and how they become frames of the output.</summary>
public sealed record PictureCut
{
    [JsonPropertyName("stream")]
    public required int Stream { get; init; }

    /// <summary>Seconds per tick of the source's timestamps.</summary>
    [JsonPropertyName("time_base")]
    public required Ratio TimeBase { get; init; }

    /// <summary>Timestamp of the first frame taken, inclusive, in the source's ticks.</summary>
    [JsonPropertyName("first_pts")]
    public required long FirstPts { get; init; }

    /// <summary>Exclusive: just behind the timestamp of the last frame taken.</summary>
    [JsonPropertyName("end_pts")]
    public required long EndPts { get; init; }

    [JsonPropertyName("source_frames")]
    public required long SourceFrames { get; init; }

    /// <summary>Where reading starts, on the source's clock: the key frame at or before the first frame. Null reads from the start.</summary>
    [JsonPropertyName("seek")]
    public MediaTime? Seek { get; init; }

    /// <summary>Null where each frame taken has a time of its own.</summary>
    [JsonPropertyName("untimed")]
    public UntimedFrames? Untimed { get; init; }

    /// <summary>Where the first frame stands in the output, in the target's ticks.</summary>
    [JsonPropertyName("position")]
    public required long Position { get; init; }

    /// <summary>The frames of the output that this step makes, in the target's ticks after its first.</summary>
    [JsonPropertyName("times")]
    public required FrameTimes Times { get; init; }

    /// <summary>Null when frames are kept one for one; else frames are repeated or dropped to this rate.</summary>
    [JsonPropertyName("resample")]
    public Ratio? Resample { get; init; }

    [JsonPropertyName("fit")]
    public required PictureFit Fit { get; init; }

    public long Frames() => Times.Count();
}

/// <summary>Frames at the end of a source that the decoder gives without a time: the engine's guess is not the plan's.</summary>
/// <param name="First">The first of them, counted from the start of the file, where reading starts.</param>
/// <param name="Pts">Its time, in the source's ticks.</param>
/// <param name="Step">From each to the next.</param>
public sealed record UntimedFrames(
    [property: JsonPropertyName("first")] int First,
    [property: JsonPropertyName("pts")] long Pts,
    [property: JsonPropertyName("step")] long Step
);

/// <summary>How a picture is turned, scaled and placed. Sizes and offsets are pixels of the output.</summary>
public sealed record PictureFit
{
    [JsonPropertyName("deinterlace")]
    public bool Deinterlace { get; init; }

    /// <summary>Degrees clockwise.</summary>
    [JsonPropertyName("rotation")]
    public int Rotation { get; init; }

    [JsonPropertyName("is_mirrored")]
    public bool IsMirrored { get; init; }

    /// <summary>Of the turned picture; null when it already has the size of the output.</summary>
    [JsonPropertyName("scale")]
    public PictureSize? Scale { get; init; }

    /// <summary>Black borders around the scaled picture; null when it fills the output.</summary>
    [JsonPropertyName("offset")]
    public PictureOffset? Offset { get; init; }

    /// <summary>How colours are converted; null when they stay.</summary>
    [JsonPropertyName("color")]
    public ColorConversion? Color { get; init; }
}

public sealed record PictureSize(
    [property: JsonPropertyName("width")] int Width,
    [property: JsonPropertyName("height")] int Height
);

public sealed record PictureOffset([property: JsonPropertyName("x")] int X, [property: JsonPropertyName("y")] int Y);

/// <param name="Matrix">The source's matrix, named as the engine does.</param>
/// <param name="Transfer">The source's transfer; null unless its light must be mapped down from high dynamic range.</param>
/// <param name="IsFullRange">The source uses all code values.</param>
public sealed record ColorConversion(
    [property: JsonPropertyName("matrix")] string Matrix,
    [property: JsonPropertyName("transfer")] string? Transfer,
    [property: JsonPropertyName("is_full_range")] bool IsFullRange
);
