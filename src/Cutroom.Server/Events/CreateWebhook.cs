using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Events;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Events;

/// <summary>
/// Adds a webhook and shows its secret, once. Whether the address may be called is decided at each call, by what its name means
/// then; here only its form is looked at.
/// </summary>
internal static class CreateWebhook
{
    private const int MaxWebhooks = 20;
    private const int MaxUrlLength = 2048;

    public static async Task<Ok<Webhook>> HandleAsync(HttpContext context, Caller caller, Database database, Seal seal)
    {
        var body = await JsonBody.ReadAsync(context, WireJson.Default.CreateWebhookRequest);
        var (id, secret) = (Ids.New(), WebhookSignature.NewSecret());
        var webhook = new StoredWebhook
        {
            ProjectId = caller.ProjectId.Value,
            WebhookId = id,
            Url = UrlOf(body.Url),
            EventTypes = $",{string.Join(',', TypesOf(body.EventTypes))},",
            SealedSecret = seal.Close(secret, StoredWebhook.OwnerOf(caller.ProjectId.Value, id)),
            KeyVersion = Seal.KeyVersion,
        };
        var stored = await database.WriteAsync(
            async session =>
            {
                if ((await WebhookStore.ListAsync(session, caller.ProjectId)).Count >= MaxWebhooks)
                    throw new Refusal(
                        WireError.IllegalParameter,
                        $"project_id (it has {MaxWebhooks} webhooks, the most)"
                    );
                await WebhookStore.AddAsync(session, webhook);
                await AuditLog.WriteAsync(
                    session,
                    caller.ProjectId,
                    caller.UserId,
                    Permissions.CreateWebhook.Action,
                    id,
                    context.TraceIdentifier
                );
                return await WebhookStore.FindAsync(session, caller.ProjectId, id);
            },
            context.RequestAborted
        );
        return TypedResults.Ok(ListWebhooks.Shown(stored!) with { Secret = secret }); // added above
    }

    private static string UrlOf(string? text)
    {
        if (text is null or { Length: 0 or > MaxUrlLength })
            throw new Refusal(WireError.IllegalParameter, $"url (1 to {MaxUrlLength} characters)");
        return
            Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url is { Scheme: "https" or "http", UserInfo: "", Fragment: "" }
            ? url.AbsoluteUri
            : throw new Refusal(WireError.IllegalParameter, "url (https, without user name and fragment)");
    }

    private static IEnumerable<string> TypesOf(IReadOnlyList<string?>? asked)
    {
        string[] known = [TaskEvent.Complete, TaskEvent.Cancel];
        if (asked is null)
            return [TaskEvent.Complete];
        return asked.Count > 0 && asked.All(type => known.Contains(type))
            ? known.Where(type => asked.Contains(type))
            : throw new Refusal(WireError.IllegalParameter, $"event_types (any of {string.Join(", ", known)})");
    }
}
