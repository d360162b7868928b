using System.Text.Json.Serialization;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Verification;

/// <summary>What the output was found to be, after reading it back. Stored with the task and printed by the command line.</summary>
public sealed record ConformanceReport
{
    /// <summary>Pictures in the output; 0 for sound only.</summary>
    [JsonPropertyName("frames")]
    public required long Frames { get; init; }

    /// <summary>Seconds.</summary>
    [JsonPropertyName("duration")]
    public required MediaTime Duration { get; init; }

    /// <summary>Frames taken bit for bit from the sources.</summary>
    [JsonPropertyName("copied_frames")]
    public required long CopiedFrames { get; init; }

    [JsonPropertyName("encoded_frames")]
    public required long EncodedFrames { get; init; }

    /// <summary><c>encode</c>, <c>copy</c> or <c>mixed</c>: what was done to the pictures.</summary>
    [JsonPropertyName("mode")]
    public required string Mode { get; init; }

    /// <summary>Why it was done this way, one sentence each, in the order of the decisions.</summary>
    [JsonPropertyName("reasons")]
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Why an attempt that copied was thrown away and everything was encoded; absent where that did not happen.</summary>
    [JsonPropertyName("fallback")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Fallback { get; init; }

    /// <summary>Of the plan that was carried out: after a fallback not the one that was made first.</summary>
    [JsonPropertyName("plan_hash")]
    public required string PlanHash { get; init; }

    /// <summary>Lower-case hex of the main file.</summary>
    [JsonPropertyName("sha256")]
    public required string Sha256 { get; init; }

    /// <summary>Of all files of the output together.</summary>
    [JsonPropertyName("size_bytes")]
    public required long SizeBytes { get; init; }

    [JsonPropertyName("format")]
    public required OutputFormat Format { get; init; }

    /// <summary>Null when the output has no pictures.</summary>
    [JsonPropertyName("width")]
    public int? Width { get; init; }

    /// <summary>Null when the output has no pictures.</summary>
    [JsonPropertyName("height")]
    public int? Height { get; init; }

    /// <summary>End of sound minus end of pictures, in seconds; null unless the output has both.</summary>
    [JsonPropertyName("track_end_difference")]
    public MediaTime? TrackEndDifference { get; init; }

    /// <summary>
    /// The largest distance, at the start and at every joint, of the instant where a segment's sound begins from the instant of its first
    /// picture, in seconds; null unless the output has both.
    /// </summary>
    [JsonPropertyName("largest_sound_error")]
    public MediaTime? LargestSoundError { get; init; }

    /// <summary>The largest distance of a frame from its planned instant, in seconds.</summary>
    [JsonPropertyName("largest_frame_deviation")]
    public MediaTime LargestFrameDeviation { get; init; }

    /// <summary>Seconds of output that were decoded to check them; the whole duration for short outputs.</summary>
    [JsonPropertyName("decoded_seconds")]
    public MediaTime DecodedSeconds { get; init; }
}
