using System.Globalization;
using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Events;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Events;

/// <summary>Sends events again, under the ids they had: those named, or all since an instant.</summary>
internal static class ReplayEvents
{
    private const int MaxIds = 100;

    public static async Task<Ok<ReplayResponse>> HandleAsync(
        HttpContext context,
        string webhook_id,
        Caller caller,
        Database database
    )
    {
        var body = await JsonBody.ReadAsync(context, WireJson.Default.ReplayRequest);
        var (ids, since) = WhatIsAsked(body);
        var count = await database.WriteAsync(
            async session =>
            {
                if (await WebhookStore.FindAsync(session, caller.ProjectId, webhook_id) is null)
                    throw new Refusal(WireError.UnknownResource);
                var again = await DeliveryStore.ReplayAsync(session, caller.ProjectId, webhook_id, ids, since);
                await AuditLog.WriteAsync(
                    session,
                    caller.ProjectId,
                    caller.UserId,
                    Permissions.ReplayEvents.Action,
                    webhook_id,
                    context.TraceIdentifier
                );
                return again;
            },
            context.RequestAborted
        );
        return TypedResults.Ok(new ReplayResponse(count));
    }

    private static (IReadOnlyList<string>? Ids, long SinceMs) WhatIsAsked(ReplayRequest body) =>
        body switch
        {
            { EventIds: null, Since: { } since } => (null, MillisecondsOf(since)),
            { EventIds: { Count: > 0 and <= MaxIds } ids, Since: null } when ids.All(id => id is not null) => (
                [.. ids.OfType<string>()],
                0
            ),
            { EventIds: not null, Since: null } => throw new Refusal(
                WireError.IllegalParameter,
                $"event_ids (1 to {MaxIds})"
            ),
            _ => throw new Refusal(WireError.IllegalParameter, "body (either event_ids or since)"),
        };

    private static long MillisecondsOf(string text) =>
        DateTimeOffset.TryParseExact(
            text,
            "yyyy-MM-dd'T'HH:mm:ss'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var since
        )
            ? since.ToUnixTimeMilliseconds()
            : throw new Refusal(WireError.IllegalParameter, "since (as in 2020-09-01T18:50:20Z)");
}
