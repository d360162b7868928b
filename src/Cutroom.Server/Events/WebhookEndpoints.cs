using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Cutroom.Server.Outgoing;

namespace Cutroom.Server.Events;

/// <summary>The calls on webhooks, and the sender behind them. All ours.</summary>
internal static class WebhookEndpoints
{
    private const string Path = "/v1/{project_id}/webhooks";
    private const int FailureStatus = 400;

    public static void MapWebhooks(this WebApplication app)
    {
        app.MapPost(Path, CreateWebhook.HandleAsync).Requires(Permissions.CreateWebhook).FailsWith(FailureStatus);
        app.MapGet(Path, ListWebhooks.HandleAsync).Requires(Permissions.ListWebhooks).FailsWith(FailureStatus);
        app.MapDelete($"{Path}/{{webhook_id}}", DeleteWebhook.HandleAsync)
            .Requires(Permissions.DeleteWebhook)
            .FailsWith(FailureStatus);
        app.MapGet($"{Path}/{{webhook_id}}/deliveries", ListDeliveries.HandleAsync)
            .Requires(Permissions.ListWebhooks)
            .FailsWith(FailureStatus);
        app.MapPost($"{Path}/{{webhook_id}}/replay", ReplayEvents.HandleAsync)
            .Requires(Permissions.ReplayEvents)
            .FailsWith(FailureStatus);
    }

    /// <param name="role">Workers take no part in sending: they hold no seal key and need no way out.</param>
    public static void AddEvents(this IServiceCollection services, ServerRole role, EventOptions options)
    {
        services.AddSingleton(options).AddSingleton(_ => new OutgoingCalls(options.Outgoing));
        if (role != ServerRole.Worker)
            services.AddHostedService<WebhookSender>();
    }
}
