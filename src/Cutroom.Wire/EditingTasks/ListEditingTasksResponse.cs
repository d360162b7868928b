using System.Text.Json.Serialization;

namespace Cutroom.Wire.EditingTasks;

/// <summary>Answer of list.</summary>
/// <param name="Total">Of all tasks that match, not only of the page.</param>
public sealed record ListEditingTasksResponse(
    [property: JsonPropertyName("total")] long Total,
    [property: JsonPropertyName("tasks")] IReadOnlyList<EditingTaskInfo> Tasks
);

/// <summary>One task as listed. The members after end_time are ours: the vendor's clients leave unknown members aside.</summary>
public sealed record EditingTaskInfo
{
    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    /// <summary>The output.</summary>
    [JsonPropertyName("asset_id")]
    public required string AssetId { get; init; }

    /// <summary>WAITING, PROCESSING, SUCCEED, FAILED or CANCEL.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>0 to 100.</summary>
    [JsonPropertyName("progress")]
    public required int Progress { get; init; }

    /// <summary><c>2020-09-01T18:50:20Z</c>.</summary>
    [JsonPropertyName("create_time")]
    public required string CreateTime { get; init; }

    /// <summary>Absent until the task has ended.</summary>
    [JsonPropertyName("end_time")]
    public string? EndTime { get; init; }

    /// <summary>Start of the latest attempt; absent before the first.</summary>
    [JsonPropertyName("start_time")]
    public string? StartTime { get; init; }

    /// <summary>How often a worker has taken the task up.</summary>
    [JsonPropertyName("attempt")]
    public int Attempt { get; init; }

    /// <summary>What the worker is doing, for people; absent unless it said so.</summary>
    [JsonPropertyName("phase")]
    public string? Phase { get; init; }

    /// <summary>Why the task failed; absent unless it did.</summary>
    [JsonPropertyName("error_code")]
    public string? ErrorCode { get; init; }

    /// <inheritdoc cref="ErrorCode"/>
    [JsonPropertyName("error_msg")]
    public string? ErrorMessage { get; init; }

    /// <summary>Grows with every step but progress; <c>If-Match</c> of a cancel names it in quotes.</summary>
    [JsonPropertyName("version")]
    public long Version { get; init; }

    /// <summary>0 to 9; the higher is rendered first among the project's own tasks.</summary>
    [JsonPropertyName("priority")]
    public int Priority { get; init; }

    /// <summary>Why a WAITING task waits: RELEASE, PAUSE, LIMIT, WORKER, SLOTS, MEMORY, DISK, MEDIA or TURN; absent otherwise.</summary>
    [JsonPropertyName("waits_for")]
    public string? WaitsFor { get; init; }

    /// <summary>How many of the project's tasks are before it, and itself; absent unless it waits in the queue, among the first thousand.</summary>
    [JsonPropertyName("position")]
    public int? Position { get; init; }

    /// <summary>When its turn will come, by what workers have rendered lately; absent like position, and where nothing was rendered yet.</summary>
    [JsonPropertyName("estimated_start_time")]
    public string? EstimatedStartTime { get; init; }

    /// <inheritdoc cref="EstimatedStartTime"/>
    [JsonPropertyName("estimated_end_time")]
    public string? EstimatedEndTime { get; init; }
}
