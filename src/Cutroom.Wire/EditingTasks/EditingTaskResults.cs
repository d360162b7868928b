using System.Text.Json.Serialization;

namespace Cutroom.Wire.EditingTasks;

/// <summary>Body of the calls on many tasks, ours: 1 to 100 ids.</summary>
public sealed record EditingTaskIds
{
    [JsonPropertyName("task_ids")]
    public IReadOnlyList<string?>? TaskIds { get; init; }
}

/// <summary>Answer of the calls on many tasks: one result for each id, in their order.</summary>
public sealed record EditingTaskResults(
    [property: JsonPropertyName("results")] IReadOnlyList<EditingTaskResult> Results
);

/// <summary>What became of one task: its status where the call did what it says, else why not.</summary>
public sealed record EditingTaskResult
{
    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    [JsonPropertyName("status")]
    public string? Status { get; init; }

    /// <summary>As the call on this task alone would refuse it.</summary>
    [JsonPropertyName("error_code")]
    public string? ErrorCode { get; init; }

    [JsonPropertyName("error_msg")]
    public string? ErrorMessage { get; init; }
}
