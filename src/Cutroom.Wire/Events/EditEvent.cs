using System.Text.Json.Serialization;

namespace Cutroom.Wire.Events;

/// <summary>What a webhook gets when an editing task has ended. Source: VOD API reference, event messages, media asset editing.</summary>
/// <param name="EventType"><c>editComplete</c>; <c>editCancel</c> is ours.</param>
public sealed record EditEvent(
    [property: JsonPropertyName("event_type")] string EventType,
    [property: JsonPropertyName("edit_info")] EditEventInfo EditInfo
);

public sealed record EditEventInfo
{
    /// <summary>SUCCEED or FAILED; CANCEL in an <c>editCancel</c>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    [JsonPropertyName("projectId")]
    public required string ProjectId { get; init; }

    /// <summary>The output.</summary>
    [JsonPropertyName("assetId")]
    public required string AssetId { get; init; }

    [JsonPropertyName("taskId")]
    public required string TaskId { get; init; }

    /// <summary>Absent unless the task failed.</summary>
    [JsonPropertyName("error_code")]
    public string? ErrorCode { get; init; }

    /// <inheritdoc cref="ErrorCode"/>
    [JsonPropertyName("error_msg")]
    public string? ErrorMessage { get; init; }
}
