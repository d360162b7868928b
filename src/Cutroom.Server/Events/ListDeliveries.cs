using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Events;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Events;

/// <summary>What went or goes to a webhook, newest event first: where an operator sees why nothing arrives.</summary>
internal static class ListDeliveries
{
    private static readonly string[] States = ["PENDING", "SENT", "GIVEN_UP"];

    public static async Task<Ok<DeliveryList>> HandleAsync(
        QueryValues query,
        string webhook_id,
        Caller caller,
        Database database,
        CancellationToken cancellation
    )
    {
        var offset = query.Number("offset", ifAbsent: 0, least: 0, most: 100_000);
        var limit = query.Number("limit", ifAbsent: 10, least: 1, most: 100);
        var status = query.Text("status");
        if (status is not null && !States.Contains(status))
            throw new Refusal(WireError.IllegalParameter, $"status (any of {string.Join(", ", States)})");
        var deliveries = await database.ReadAsync(
            async session =>
                await WebhookStore.FindAsync(session, caller.ProjectId, webhook_id) is null
                    ? throw new Refusal(WireError.UnknownResource)
                    : await DeliveryStore.ListAsync(session, caller.ProjectId, webhook_id, status, offset, limit),
            cancellation
        );
        return TypedResults.Ok(new DeliveryList([.. deliveries.Select(Shown)]));
    }

    private static Delivery Shown(ListedDelivery delivery) =>
        new()
        {
            EventId = delivery.EventId,
            EventType = delivery.EventType,
            TaskId = delivery.TaskId,
            Status = delivery.State,
            Attempts = delivery.Attempts,
            CreateTime = WireTime.Seconds(delivery.CreatedMs),
            NextTime = delivery.State == "PENDING" ? WireTime.Seconds(delivery.NextMs) : null,
            LastError = delivery.LastError,
        };
}
