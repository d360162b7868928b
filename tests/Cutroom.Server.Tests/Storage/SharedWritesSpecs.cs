using System.Collections.Concurrent;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Storage;

/// <summary>Writes of one kind in groups, on each engine.</summary>
public abstract class SharedWritesSpecs : IAsyncLifetime
{
    /// <summary>Who is forgotten waits for ever.</summary>
    private protected static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly SqlDialect dialect;
    private TestDatabase database = null!; // started before each test

    private protected SharedWritesSpecs(SqlDialect dialect) => this.dialect = dialect;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.StartAsync(dialect, weak: true);
        await WriteAsync(session => session.ExecuteAsync("create table noted (number bigint primary key)"));
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Requests_that_arrive_while_a_transaction_runs_share_the_next_and_each_gets_its_answer()
    {
        var (groups, first) = (new List<int>(), new TaskCompletionSource());
        var writes = Writes(async numbers =>
        {
            groups.Add(numbers.Count);
            await (groups.Count == 1 ? first.Task : Task.CompletedTask);
        });

        var running = writes.RunAsync(0, CancellationToken.None);
        var later = Enumerable.Range(1, 20).Select(number => writes.RunAsync(number, CancellationToken.None)).ToList();
        first.SetResult();

        Assert.Equal(0, await running);
        Assert.Equal(Enumerable.Range(1, 20).Select(number => number * 10), await Task.WhenAll(later));
        Assert.Equal([1, 16, 4], groups);
        Assert.Equal(21, await CountAsync());
    }

    [Fact]
    public async Task A_failure_fails_its_group_leaves_nothing_and_does_not_end_the_next()
    {
        var writes = Writes(numbers =>
            numbers.Contains(13) ? throw new InvalidOperationException("13") : Task.CompletedTask
        );

        await Assert.ThrowsAsync<InvalidOperationException>(() => writes.RunAsync(13, CancellationToken.None));
        Assert.Equal(50, await writes.RunAsync(5, CancellationToken.None));

        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Whoever_comes_cancelled_joins_no_group()
    {
        var writes = Writes(_ => Task.CompletedTask);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writes.RunAsync(1, new(canceled: true)));

        Assert.Equal(0, await CountAsync());
    }

    /// <summary>None is left waiting, whoever leads and whoever took its request along.</summary>
    [Fact]
    public async Task All_are_answered_however_many_groups_go_side_by_side()
    {
        var writes = Writes(_ => Task.CompletedTask, atOnce: 3);

        var answers = await Task.WhenAll(
                Enumerable
                    .Range(0, 200)
                    .Select(number =>
                        Task.Run(async () =>
                        {
                            var sum = 0;
                            for (var turn = 0; turn < 10; turn++)
                                sum += await writes.RunAsync(number * 10 + turn, CancellationToken.None);
                            return sum;
                        })
                    )
            )
            .WaitAsync(Patience);

        Assert.Equal(Enumerable.Range(0, 200).Select(number => number * 1000 + 450), answers);
        Assert.Equal(2000, await CountAsync());
    }

    private protected SharedWrites<int, int> Writes(Func<IReadOnlyList<int>, Task> then, int atOnce = 1) =>
        new(
            database.Database,
            most: 16,
            async (session, numbers) =>
            {
                await session.ExecuteAsync(
                    $"""
                    insert into noted (number)
                    select cast(value ->> 'number' as bigint) from {session.Dialect.Elements("@rows")}
                    """,
                    new { rows = JsonRows.Of(numbers.Select(number => new { number })) }
                );
                await then(numbers);
                return [.. numbers.Select(number => number * 10)];
            },
            atOnce
        );

    private protected Task<long> CountAsync() =>
        database.Database.ReadAsync(
            session => session.SingleAsync<long>("select count(*) from noted"),
            CancellationToken.None
        );

    private Task<int> WriteAsync(Func<DbSession, Task<int>> work) =>
        database.Database.WriteAsync(work, CancellationToken.None);
}

public sealed class SqliteSharedWritesSpecs() : SharedWritesSpecs(SqlDialect.Sqlite);

public sealed class PostgresSharedWritesSpecs() : SharedWritesSpecs(SqlDialect.Postgres)
{
    [Fact]
    public async Task A_second_group_goes_beside_the_first_once_enough_wait()
    {
        var (groups, first) = (new ConcurrentQueue<int>(), new TaskCompletionSource());
        var writes = Writes(
            numbers =>
            {
                groups.Enqueue(numbers.Count);
                return numbers.Contains(0) ? first.Task : Task.CompletedTask;
            },
            atOnce: 2
        );
        var running = writes.RunAsync(0, CancellationToken.None);
        var few = Enumerable.Range(1, 15).Select(number => writes.RunAsync(number, CancellationToken.None)).ToList();

        await Task.WhenAll([.. few, writes.RunAsync(16, CancellationToken.None)]).WaitAsync(Patience);

        Assert.False(running.IsCompleted);
        first.SetResult();
        Assert.Equal(0, await running);
        Assert.Equal([1, 16], groups.Order());
        Assert.Equal(17, await CountAsync());
    }
}
