using Cutroom.Server.EditingTasks;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Cutroom.Server.Tests.EditingTasks;

/// <summary>A ring in one process wakes workers of another, where the database carries it.</summary>
public sealed class QueueNoticesSpecs
{
    /// <summary>Its clock stands still: without the notice nobody would be woken.</summary>
    [Fact(Timeout = 300_000)]
    public async Task What_one_process_queues_wakes_a_worker_of_another()
    {
        await using var database = await TestDatabase.StartAsync(SqlDialect.Postgres);
        await using var other = new Database(database.Options);
        using var here = new QueueSignal(new QueueOptions(), new FakeTimeProvider());
        using var there = new QueueSignal(new QueueOptions(), new FakeTimeProvider());
        using var teller = Notices(database.Database, here);
        using var listener = Notices(other, there);
        var listens = there.WaitAsync(TestContext.Current.CancellationToken);
        await listener.StartAsync(CancellationToken.None);
        await teller.StartAsync(CancellationToken.None);
        await listens; // it rings when it begins

        var woken = there.WaitAsync(TestContext.Current.CancellationToken);
        here.Ring(new ProjectId("p"));
        await woken;

        await teller.StopAsync(CancellationToken.None);
        await listener.StopAsync(CancellationToken.None);
    }

    private static QueueNotices Notices(Database database, QueueSignal signal) =>
        new(database, signal, TimeProvider.System, NullLogger<QueueNotices>.Instance);
}
