using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Events;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Events;

/// <summary>All webhooks of the project; their secrets are not shown again.</summary>
internal static class ListWebhooks
{
    public static async Task<Ok<WebhookList>> HandleAsync(
        Caller caller,
        Database database,
        CancellationToken cancellation
    )
    {
        var webhooks = await database.ReadAsync(
            session => WebhookStore.ListAsync(session, caller.ProjectId),
            cancellation
        );
        return TypedResults.Ok(new WebhookList([.. webhooks.Select(Shown)]));
    }

    public static Webhook Shown(StoredWebhook webhook) =>
        new()
        {
            WebhookId = webhook.WebhookId,
            Url = webhook.Url,
            EventTypes = webhook.EventTypes.Split(',', StringSplitOptions.RemoveEmptyEntries),
            CreateTime = WireTime.Seconds(webhook.CreatedMs),
            Failures = webhook.Failures,
        };
}
