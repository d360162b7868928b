using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>
/// How a timeline becomes a file: data that can be printed, stored and compared. Invariant: the steps' frames and durations add up
/// to the plan's, and every number the engine is given stands here.
/// </summary>
public sealed record RenderPlan
{
    [JsonPropertyName("settings")]
    public required OutputSettings Settings { get; init; }

    [JsonPropertyName("sources")]
    public required IReadOnlyList<PlannedSource> Sources { get; init; }

    [JsonPropertyName("segments")]
    public required IReadOnlyList<PlannedSegment> Segments { get; init; }

    /// <summary>Null for sound only.</summary>
    [JsonPropertyName("pictures")]
    public PictureTarget? Pictures { get; init; }

    /// <summary>Null when no source has sound.</summary>
    [JsonPropertyName("sound")]
    public SoundTarget? Sound { get; init; }

    [JsonPropertyName("steps")]
    public required IReadOnlyList<RenderStep> Steps { get; init; }

    /// <summary>Which pictures are copied instead; null when all steps are encoded as they stand.</summary>
    [JsonPropertyName("copying")]
    public CopyPlan? Copying { get; init; }

    /// <summary>Pictures in the output; 0 for sound only.</summary>
    [JsonPropertyName("frames")]
    public required long Frames { get; init; }

    [JsonPropertyName("duration")]
    public required MediaTime Duration { get; init; }

    /// <summary>Why the plan is as it is, one sentence each.</summary>
    [JsonPropertyName("reasons")]
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary><c>encode</c>, <c>copy</c> or <c>mixed</c>: what is done to the pictures.</summary>
    [JsonIgnore]
    public string Mode =>
        Copying switch
        {
            null => "encode",
            { EncodedFrames: 0 } => "copy",
            _ => "mixed",
        };

    [JsonIgnore]
    public long CopiedFrames => Copying?.CopiedFrames ?? 0;

    [JsonIgnore]
    public long EncodedFrames => Copying?.EncodedFrames ?? Frames;

    /// <summary>Lower-case hex over everything printed: equal plans give equal frames.</summary>
    public string Hash() =>
        Convert.ToHexStringLower(
            SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, RenderingJson.Default.RenderPlan))
        );

    public string ToJson() => JsonSerializer.Serialize(this, RenderingJson.Default.RenderPlan);

    /// <summary>What was asked for.</summary>
    internal Timeline Timeline() =>
        new([.. Segments.Select(segment => new Segment(segment.Source, segment.Start, segment.End))], Settings);

    /// <summary>The same plan with everything encoded.</summary>
    internal RenderPlan WithoutCopying(string reason) =>
        this with
        {
            Copying = null,
            Sound = Sound is null ? null : Sound with { IsCopied = false },
            Reasons = [.. Reasons.Except(Copying?.Reasons ?? []).Except([SoundCopying.Reason]), reason],
        };

    /// <summary>The sound of the plan alone, as a MP4.</summary>
    internal RenderPlan SoundOnly() =>
        this with
        {
            Settings = Settings with { Format = OutputFormat.Mp4 },
            Pictures = null,
            Copying = null,
            Steps = [.. Steps.Select(step => step with { Pictures = null })],
            Frames = 0,
        };

    /// <summary>The same plan without seeking: for files whose index leads astray.</summary>
    internal RenderPlan ReadFromTheStart() =>
        this with
        {
            Steps =
            [
                .. Steps.Select(step =>
                    step with
                    {
                        Pictures = step.Pictures is null ? null : step.Pictures with { Seek = null },
                        Sound = step.Sound is null ? null : step.Sound with { Seek = null },
                    }
                ),
            ],
            Reasons = [.. Reasons, "Seeking in the sources led astray, so they were read from the start."],
        };

    [JsonIgnore]
    internal bool Seeks => Steps.Any(step => step.Pictures?.Seek is not null || step.Sound?.Seek is not null);
}
