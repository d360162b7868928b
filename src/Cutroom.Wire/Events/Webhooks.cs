using System.Text.Json.Serialization;

namespace Cutroom.Wire.Events;

/// <summary>Body of the call that adds a webhook. The webhook calls are ours, not the vendor's.</summary>
public sealed record CreateWebhookRequest
{
    /// <summary>Absolute, at most 2048 characters.</summary>
    [JsonPropertyName("url")]
    public string? Url { get; init; }

    /// <summary><c>editComplete</c>, <c>editCancel</c>; absent means the first alone, as the vendor sends it.</summary>
    [JsonPropertyName("event_types")]
    public IReadOnlyList<string?>? EventTypes { get; init; }
}

public sealed record Webhook
{
    [JsonPropertyName("webhook_id")]
    public required string WebhookId { get; init; }

    [JsonPropertyName("url")]
    public required string Url { get; init; }

    [JsonPropertyName("event_types")]
    public required IReadOnlyList<string> EventTypes { get; init; }

    [JsonPropertyName("create_time")]
    public required string CreateTime { get; init; }

    /// <summary>Calls in a row that did not get through; 0 while the receiver is well.</summary>
    [JsonPropertyName("failures")]
    public long Failures { get; init; }

    /// <summary><c>whsec_…</c>, the key of the signatures. Shown once, in the answer to create.</summary>
    [JsonPropertyName("secret")]
    public string? Secret { get; init; }
}

public sealed record WebhookList([property: JsonPropertyName("webhooks")] IReadOnlyList<Webhook> Webhooks);

/// <summary>One event on its way to one webhook.</summary>
public sealed record Delivery
{
    [JsonPropertyName("event_id")]
    public required string EventId { get; init; }

    [JsonPropertyName("event_type")]
    public required string EventType { get; init; }

    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    /// <summary>PENDING, SENT or GIVEN_UP.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    [JsonPropertyName("attempts")]
    public required long Attempts { get; init; }

    /// <summary>When the event happened.</summary>
    [JsonPropertyName("create_time")]
    public required string CreateTime { get; init; }

    /// <summary>Absent unless it waits for another try.</summary>
    [JsonPropertyName("next_time")]
    public string? NextTime { get; init; }

    /// <summary>What the last try met; absent where it was well.</summary>
    [JsonPropertyName("last_error")]
    public string? LastError { get; init; }
}

/// <param name="Deliveries">Newest event first.</param>
public sealed record DeliveryList([property: JsonPropertyName("deliveries")] IReadOnlyList<Delivery> Deliveries);

/// <summary>Body of the call that sends events again: either those named, or all since an instant.</summary>
public sealed record ReplayRequest
{
    /// <summary>At most 100.</summary>
    [JsonPropertyName("event_ids")]
    public IReadOnlyList<string?>? EventIds { get; init; }

    /// <summary>RFC 3339, UTC, inclusive.</summary>
    [JsonPropertyName("since")]
    public string? Since { get; init; }
}

/// <param name="Count">How many events are sent again.</param>
public sealed record ReplayResponse([property: JsonPropertyName("count")] int Count);
