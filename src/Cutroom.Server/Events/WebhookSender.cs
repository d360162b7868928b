using System.Globalization;
using System.Text;
using Cutroom.Server.Identity;
using Cutroom.Server.Outgoing;
using Cutroom.Server.Storage;

namespace Cutroom.Server.Events;

/// <summary>
/// Sends what the outbox holds, at least once (I13). A process has its turn on a webhook and sends one event after the other; each
/// outcome is noted before the next call. Dying in between sends an event twice, under one id, and loses none.
/// </summary>
internal sealed partial class WebhookSender(
    Database database,
    Seal seal,
    EventOptions options,
    OutgoingCalls calls,
    TimeProvider time,
    ILogger<WebhookSender> log
) : BackgroundService
{
    private const int AtOnce = 4;
    private const int MaxPerTurn = 50;
    private const int MaxErrorLength = 300;
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Turn = CallLimit * 3;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);

    private readonly HttpClient client = calls.NewClient(allowPlain: false, CallLimit);

    /// <summary>Takes one webhook that has something due, and sends to it until nothing is due or it does not answer.</summary>
    /// <returns>False where there was nothing to send.</returns>
    public async Task<bool> RunOnceAsync(CancellationToken cancellation)
    {
        if (!await database.ReadAsync(WebhookStore.AnyDueAsync, cancellation))
            return false;
        var sender = Ids.New();
        var webhook = await database.WriteAsync(session => WebhookStore.TakeAsync(session, sender, Turn), cancellation);
        if (webhook is null)
            return false;

        var due = await database.ReadAsync(
            session => DeliveryStore.ListDueAsync(session, webhook, MaxPerTurn),
            cancellation
        );
        foreach (var delivery in due)
        {
            var outcome = await SendAsync(webhook, delivery, cancellation);
            if (!await NoteAsync(webhook, sender, delivery, outcome) || !outcome.WasAnswered)
                break;
        }

        await database.WriteAsync(session => WebhookStore.YieldAsync(session, webhook, sender), cancellation);
        return true;
    }

    /// <summary>What is older than it is kept goes, in every project.</summary>
    public async Task ForgetAsync(CancellationToken cancellation)
    {
        foreach (var project in await database.ReadAsync(ProjectStore.ListIdsAsync, cancellation))
        {
            while (
                await database.WriteAsync(
                    session => EventStore.ForgetAsync(session, project, options.Keep),
                    cancellation
                ) > 0
            ) { }
        }
    }

    public override void Dispose()
    {
        client.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll([
            .. Enumerable.Range(0, AtOnce).Select(_ => RepeatAsync(RunOnceAsync, Every, stoppingToken)),
            RepeatAsync(
                async stop =>
                {
                    await ForgetAsync(stop);
                    return false;
                },
                ForgetEvery,
                stoppingToken
            ),
        ]);

    /// <param name="work">False: there is nothing more for now.</param>
    private async Task RepeatAsync(Func<CancellationToken, Task<bool>> work, TimeSpan pause, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(pause, time);
        do
        {
            try
            {
                while (await work(stopping)) { }
            }
            catch (Exception problem)
                when (problem is not OperationCanceledException || !stopping.IsCancellationRequested)
            {
                LogFailed(log, problem);
            }
        } while (await timer.WaitForNextTickAsync(stopping));
    }

    private async Task<Outcome> SendAsync(StoredWebhook webhook, DueDelivery delivery, CancellationToken cancellation)
    {
        var secret = seal.Open(webhook.SealedSecret, webhook.Owner, webhook.KeyVersion);
        var seconds = time.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url)
        {
            Content = new StringContent(delivery.Body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("webhook-id", delivery.EventId);
        request.Headers.Add("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(
            "webhook-signature",
            WebhookSignature.Of(Encoding.UTF8.GetString(secret), delivery.EventId, seconds, delivery.Body)
        );
        try
        {
            // The body of the answer is nothing to us; the handler drains a little of it and drops the rest.
            using var response = await client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                cancellation
            );
            return response.IsSuccessStatusCode
                ? new(WasAnswered: true, null)
                : new(WasAnswered: true, $"The receiver answered {(int)response.StatusCode}.");
        }
        catch (Exception problem)
            when (problem
                    is HttpRequestException
                        or OutgoingRefusedException
                        or OperationCanceledException
                        or IOException
                && !cancellation.IsCancellationRequested
            )
        {
            return new(WasAnswered: false, Sentence(problem));
        }
    }

    private async Task<bool> NoteAsync(StoredWebhook webhook, string sender, DueDelivery delivery, Outcome outcome)
    {
        var failures = outcome.WasAnswered ? 0 : webhook.Failures + 1;
        var blocked = outcome.WasAnswered ? TimeSpan.Zero : EventOptions.BlockAfter(failures);
        if (outcome.Error is { } error)
            LogNotSent(log, delivery.EventId, webhook.WebhookId, error);
        return await database.WriteAsync(
            async session =>
            {
                if (!await WebhookStore.KeepTurnAsync(session, webhook, sender, Turn, failures, blocked))
                    return false;
                if (outcome.Error is null)
                    await DeliveryStore.MarkSentAsync(session, webhook, delivery.EventId);
                else
                    await DeliveryStore.MarkFailedAsync(
                        session,
                        webhook,
                        delivery.EventId,
                        outcome.WasAnswered ? EventOptions.DelayAfter(delivery.Attempts + 1) : TimeSpan.Zero,
                        options.Patience,
                        outcome.Error
                    );
                return true;
            },
            CancellationToken.None // the call was made: its outcome is noted even on the way out
        );
    }

    private static string Sentence(Exception problem)
    {
        var cause = problem;
        while (cause is HttpRequestException { InnerException: { } inner })
            cause = inner;
        var text = cause is OperationCanceledException ? "No answer within 10 s." : cause.Message;
        return text.Length <= MaxErrorLength ? text : text[..MaxErrorLength];
    }

    /// <param name="Error">Null where the receiver took the event.</param>
    private sealed record Outcome(bool WasAnswered, string? Error);

    [LoggerMessage(LogLevel.Warning, "Event {Event} did not reach webhook {Webhook}: {Error}")]
    private static partial void LogNotSent(ILogger log, string @event, string webhook, string error);

    [LoggerMessage(LogLevel.Error, "Sending events failed; it is tried again")]
    private static partial void LogFailed(ILogger log, Exception exception);
}
