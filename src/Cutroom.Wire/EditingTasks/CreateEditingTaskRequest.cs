using System.Text.Json.Serialization;

namespace Cutroom.Wire.EditingTasks;

/// <summary>Body of create. Everything may be null because a client may omit it. Source: VOD API reference, create editing task.</summary>
public sealed record CreateEditingTaskRequest
{
    /// <summary>In the order of the output; 1 to 20.</summary>
    [JsonPropertyName("inputs")]
    public IReadOnlyList<EditInput?>? Inputs { get; init; }

    [JsonPropertyName("editing_settings")]
    public EditingSettings? EditingSettings { get; init; }

    /// <summary>Ours: 0 to 9, 5 by default; the higher is rendered first among the project's own tasks.</summary>
    [JsonPropertyName("priority")]
    public int? Priority { get; init; }

    /// <summary>Ours: true makes a task that waits for its release.</summary>
    [JsonPropertyName("held")]
    public bool? Held { get; init; }
}

/// <summary>One segment.</summary>
public sealed record EditInput
{
    [JsonPropertyName("asset_id")]
    public string? AssetId { get; init; }

    /// <summary>Decimal seconds as text, at most 32 characters; inclusive.</summary>
    [JsonPropertyName("timeline_start")]
    public string? TimelineStart { get; init; }

    /// <summary>Decimal seconds as text, at most 32 characters; exclusive.</summary>
    [JsonPropertyName("timeline_end")]
    public string? TimelineEnd { get; init; }
}
