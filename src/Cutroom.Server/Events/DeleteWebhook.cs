using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Events;

/// <summary>Removes a webhook with all that was on its way to it. A call that is under way is not broken off.</summary>
internal static class DeleteWebhook
{
    public static async Task<NoContent> HandleAsync(
        HttpContext context,
        string webhook_id,
        Caller caller,
        Database database
    )
    {
        await database.WriteAsync(
            async session =>
            {
                if (!await WebhookStore.RemoveAsync(session, caller.ProjectId, webhook_id))
                    throw new Refusal(WireError.UnknownResource);
                await AuditLog.WriteAsync(
                    session,
                    caller.ProjectId,
                    caller.UserId,
                    Permissions.DeleteWebhook.Action,
                    webhook_id,
                    context.TraceIdentifier
                );
                return true;
            },
            context.RequestAborted
        );
        return TypedResults.NoContent();
    }
}
