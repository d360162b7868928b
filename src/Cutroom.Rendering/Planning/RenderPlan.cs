using System.Text.Json.Serialization;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>How a timeline becomes a file: data that can be printed, stored and compared.</summary>
public sealed record RenderPlan
{
    [JsonPropertyName("settings")]
    public required OutputSettings Settings { get; init; }

    /// <summary>Pictures in the output; 0 for sound only.</summary>
    [JsonPropertyName("frames")]
    public required long Frames { get; init; }

    [JsonPropertyName("duration")]
    public required MediaTime Duration { get; init; }

    /// <summary>Why the plan is as it is, one sentence each.</summary>
    [JsonPropertyName("reasons")]
    public required IReadOnlyList<string> Reasons { get; init; }
}
