using System.Globalization;
using System.Text.Json.Nodes;
using Cutroom.Server.Events;
using Cutroom.Server.Outgoing;
using Cutroom.Server.Storage;
using Xunit;

namespace Cutroom.Server.Tests.Events;

/// <summary>I13: every event at least once, under one id, signed, and never one without its state. On each engine.</summary>
public abstract class WebhookSenderSpecs : IAsyncLifetime
{
    private readonly SqlDialect dialect;
    private OutboxProject outbox = null!; // started before each test
    private Receiver receiver = null!; // as above

    private protected WebhookSenderSpecs(SqlDialect dialect) => this.dialect = dialect;

    public async ValueTask InitializeAsync()
    {
        outbox = await OutboxProject.StartAsync(dialect);
        receiver = await Receiver.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        await outbox.DisposeAsync();
    }

    [Fact]
    public async Task An_event_arrives_once_signed_in_the_vendors_words()
    {
        var (webhook, secret) = await outbox.AddWebhookAsync(receiver.Url);
        var task = await outbox.EndTaskAsync();

        Assert.True(await outbox.SendAsync());
        Assert.False(await outbox.SendAsync());

        var got = Assert.Single(receiver.Got);
        var seconds = long.Parse(got.Timestamp, CultureInfo.InvariantCulture);
        Assert.Equal(WebhookSignature.Of(secret, got.Id, seconds, got.Body), got.Signature);
        var body = JsonNode.Parse(got.Body)!; // an object, or the next lines fail
        Assert.Equal("editComplete", (string?)body["event_type"]);
        Assert.Equal("SUCCEED", (string?)body["edit_info"]!["status"]);
        Assert.Equal(task, (string?)body["edit_info"]!["taskId"]);
        Assert.Equal(outbox.Project.Value, (string?)body["edit_info"]!["projectId"]);
        Assert.Equal("SENT", Assert.Single(await outbox.DeliveriesAsync(webhook)).State);
    }

    [Fact]
    public async Task A_webhook_gets_the_kinds_it_asked_for_and_nothing_from_before()
    {
        await outbox.EndTaskAsync();
        await outbox.AddWebhookAsync(receiver.Url, ",editCancel,");
        await outbox.EndTaskAsync();

        Assert.False(await outbox.SendAsync());
    }

    [Fact]
    public async Task A_change_that_is_undone_tells_nobody()
    {
        await outbox.AddWebhookAsync(receiver.Url);

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            outbox.WriteAsync(async session =>
            {
                var happened = TaskEvent.Cancelled(outbox.Project, new(Ids.New()), new(Ids.New()));
                await EventStore.RecordAsync(session, [happened with { Type = TaskEvent.Complete }]);
                throw new InvalidOperationException("The change did not go through.");
            })
        );

        Assert.False(await outbox.SendAsync());
    }

    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    [InlineData(302)]
    public async Task A_refused_event_is_tried_again_under_its_id_and_does_not_hold_up_others(int status)
    {
        var (webhook, _) = await outbox.AddWebhookAsync(receiver.Url);
        await outbox.EndTaskAsync();
        await outbox.EndTaskAsync();
        receiver.Status = status;
        await outbox.SendAsync();
        Assert.Equal(2, receiver.Got.Count);
        Assert.All(await outbox.DeliveriesAsync(webhook), one => Assert.Contains($"{status}", one.LastError));
        Assert.False(await outbox.SendAsync());

        receiver.Status = 200;
        await outbox.EndPausesAsync();
        await outbox.SendAsync();

        Assert.Equal([2, 2], receiver.Got.GroupBy(one => one.Id).Select(tries => tries.Count()));
        Assert.All(await outbox.DeliveriesAsync(webhook), one => Assert.Equal(("SENT", 2), (one.State, one.Attempts)));
    }

    [Fact]
    public async Task A_receiver_that_is_away_is_left_alone_and_gets_everything_later()
    {
        var (webhook, _) = await outbox.AddWebhookAsync(receiver.Url);
        var tasks = new List<string>();
        for (var i = 0; i < 5; i++)
            tasks.Add(await outbox.EndTaskAsync());
        await outbox.WriteAsync(session =>
            session.ExecuteAsync("update webhooks set url = @url", new { url = "http://127.0.0.1:1/" })
        );
        await outbox.SendAsync();
        // One call for all five, and then a pause.
        Assert.Equal(1, (await outbox.DeliveriesAsync(webhook)).Sum(one => one.Attempts));
        Assert.False(await outbox.SendAsync());

        await outbox.WriteAsync(session =>
            session.ExecuteAsync("update webhooks set url = @url", new { url = receiver.Url })
        );
        await outbox.EndPausesAsync();
        await outbox.SendAsync();

        Assert.Equal(tasks.Order(), receiver.Got.Select(TaskOf).Order());
    }

    [Fact]
    public async Task What_was_given_up_is_kept_and_can_be_sent_again()
    {
        outbox.Options = outbox.Options with { Patience = TimeSpan.Zero };
        var (webhook, _) = await outbox.AddWebhookAsync(receiver.Url);
        await outbox.EndTaskAsync();
        receiver.Status = 503;
        await outbox.SendAsync();
        var given = Assert.Single(await outbox.DeliveriesAsync(webhook));
        Assert.Equal("GIVEN_UP", given.State);
        await outbox.EndPausesAsync();
        Assert.False(await outbox.SendAsync());

        receiver.Status = 200;
        Assert.Equal(1, await outbox.ReplayAsync(webhook, [given.EventId]));
        await outbox.SendAsync();

        Assert.Equal([given.EventId, given.EventId], receiver.Got.Select(one => one.Id));
    }

    [Fact]
    public async Task A_replay_reaches_a_webhook_that_was_added_later()
    {
        var task = await outbox.EndTaskAsync();
        var (webhook, _) = await outbox.AddWebhookAsync(receiver.Url);

        Assert.Equal(1, await outbox.ReplayAsync(webhook, ids: null));
        await outbox.SendAsync();

        Assert.Equal([task], receiver.Got.Select(TaskOf));
    }

    [Fact]
    public async Task Several_senders_do_not_send_an_event_twice()
    {
        await outbox.AddWebhookAsync(receiver.Url);
        for (var i = 0; i < 20; i++)
            await outbox.EndTaskAsync();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => outbox.SendAsync()));

        Assert.Equal(20, receiver.Got.Select(one => one.Id).Distinct().Count());
        Assert.Equal(20, receiver.Got.Count);
    }

    /// <summary>The guard that the spec above rests on.</summary>
    [Fact]
    public async Task A_sender_whose_turn_has_passed_notes_nothing()
    {
        await outbox.AddWebhookAsync(receiver.Url);
        await outbox.EndTaskAsync();
        var late = await TakeAsync("late", TimeSpan.Zero);
        var other = await TakeAsync("other", TimeSpan.FromMinutes(1));

        Assert.Equal(late?.WebhookId, other?.WebhookId);
        Assert.False(await KeepAsync(late!, "late")); // there is one
        Assert.True(await KeepAsync(other!, "other")); // as above
        Assert.Null(await TakeAsync("third", TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task An_inner_address_is_never_called()
    {
        outbox.Options = outbox.Options with { Outgoing = AddressRules.Parse("") };
        var (webhook, _) = await outbox.AddWebhookAsync(receiver.Url);
        await outbox.EndTaskAsync();

        await outbox.SendAsync();

        Assert.Empty(receiver.Got);
        Assert.Contains("may not reach", Assert.Single(await outbox.DeliveriesAsync(webhook)).LastError);
    }

    private static string? TaskOf(Received one) => (string?)JsonNode.Parse(one.Body)!["edit_info"]!["taskId"]; // ours

    private Task<StoredWebhook?> TakeAsync(string sender, TimeSpan turn) =>
        outbox.Database.WriteAsync(session => WebhookStore.TakeAsync(session, sender, turn), CancellationToken.None);

    private Task<bool> KeepAsync(StoredWebhook webhook, string sender) =>
        outbox.Database.WriteAsync(
            session => WebhookStore.KeepTurnAsync(session, webhook, sender, TimeSpan.FromMinutes(1), 0, TimeSpan.Zero),
            CancellationToken.None
        );
}

public sealed class SqliteWebhookSenderSpecs() : WebhookSenderSpecs(SqlDialect.Sqlite);

public sealed class PostgresWebhookSenderSpecs() : WebhookSenderSpecs(SqlDialect.Postgres);
