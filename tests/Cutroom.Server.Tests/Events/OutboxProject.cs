using Cutroom.Server.Events;
using Cutroom.Server.Identity;
using Cutroom.Server.Outgoing;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cutroom.Server.Tests.Events;

/// <summary>A project with a database of its own, whose tasks end when told to, and senders that run when told to.</summary>
internal sealed class OutboxProject(TestDatabase database) : IAsyncDisposable
{
    private readonly Seal seal = new(new byte[Seal.KeyBytes]);

    public Database Database => database.Database;

    public ProjectId Project { get; } = new(Ids.New());

    public EventOptions Options { get; set; } = new() { Outgoing = AddressRules.Parse("127.0.0.0/8") };

    public static async Task<OutboxProject> StartAsync(SqlDialect dialect) =>
        new(await TestDatabase.StartAsync(dialect, weak: true));

    public ValueTask DisposeAsync() => database.DisposeAsync();

    /// <returns>Id and secret.</returns>
    public async Task<(string Id, string Secret)> AddWebhookAsync(string url, string types = ",editComplete,")
    {
        var (id, secret) = (Ids.New(), WebhookSignature.NewSecret());
        await WriteAsync(session =>
            WebhookStore.AddAsync(
                session,
                new StoredWebhook
                {
                    ProjectId = Project.Value,
                    WebhookId = id,
                    Url = url,
                    EventTypes = types,
                    SealedSecret = seal.Close(secret, StoredWebhook.OwnerOf(Project.Value, id)),
                    KeyVersion = Seal.KeyVersion,
                }
            )
        );
        return (id, secret);
    }

    /// <returns>The task.</returns>
    public async Task<string> EndTaskAsync()
    {
        var task = new TaskId(Ids.New());
        await WriteAsync(session =>
            EventStore.RecordAsync(session, [TaskEvent.Succeeded(Project, task, new(Ids.New()))])
        );
        return task.Value;
    }

    public async Task<bool> SendAsync()
    {
        var time = TimeProvider.System;
        var calls = new OutgoingCalls(Options.Outgoing);
        using var sender = new WebhookSender(Database, seal, Options, calls, time, NullLogger<WebhookSender>.Instance);
        return await sender.RunOnceAsync(CancellationToken.None);
    }

    /// <summary>As if all pauses were over; the database's clock cannot be set.</summary>
    public Task EndPausesAsync() =>
        WriteAsync(async session =>
        {
            await session.ExecuteAsync("update deliveries set next_ms = 0");
            await session.ExecuteAsync("update webhooks set blocked_until_ms = 0");
        });

    public Task<IReadOnlyList<ListedDelivery>> DeliveriesAsync(string webhook) =>
        Database.ReadAsync(
            session => DeliveryStore.ListAsync(session, Project, webhook, null, 0, 1000),
            CancellationToken.None
        );

    public Task<int> ReplayAsync(string webhook, IReadOnlyList<string>? ids) =>
        Database.WriteAsync(
            session => DeliveryStore.ReplayAsync(session, Project, webhook, ids, sinceMs: 0),
            CancellationToken.None
        );

    public Task WriteAsync(Func<DbSession, Task> work) =>
        Database.WriteAsync(
            async session =>
            {
                await work(session);
                return true;
            },
            CancellationToken.None
        );
}
