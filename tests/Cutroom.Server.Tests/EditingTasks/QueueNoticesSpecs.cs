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

    [Theory]
    [InlineData(1, 0, 1.0)]
    [InlineData(1, 16, 1.0)]
    [InlineData(1, 1600, 0.01)]
    [InlineData(80, 1600, 0.1)]
    [InlineData(5000, 1600, 1.0)]
    public void Of_many_workers_some_are_called_and_more_for_more_tasks(int tasks, int workers, double part) =>
        Assert.Equal(part, QueueNotices.PartFor(tasks, workers), 12);

    [Theory]
    [InlineData("", 0.999, true)]
    [InlineData("1", 0.999, true)]
    [InlineData("0.25", 0.24, true)]
    [InlineData("0.25", 0.26, false)]
    public void A_worker_draws_whether_it_is_called(string notice, double draw, bool isCalled) =>
        Assert.Equal(isCalled, QueueNotices.IsCalled(notice, draw));

    private static QueueNotices Notices(Database database, QueueSignal signal) =>
        new(database, signal, TimeProvider.System, NullLogger<QueueNotices>.Instance);
}
