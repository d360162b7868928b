using Cutroom.Server.Storage;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Storage;

/// <summary>Beside what holds on both engines: pooled connections, deadlocks, servers that forget.</summary>
public sealed class PostgresDatabaseSpecs() : DatabaseSpecs(SqlDialect.Postgres)
{
    [Fact]
    public async Task Connections_that_the_server_ended_are_replaced_unnoticed()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ScalarAsync("select 1 from pg_sleep(0.1)")));
        await EndConnectionsAsync();

        await WriteAsync("insert into parents (id) values (1)");
        await EndConnectionsAsync();

        Assert.Equal(1, await CountAsync("parents"));
    }

    /// <summary>What never changes is computed by the planner, so here a plan is known by the time it was made at.</summary>
    [Fact(Timeout = 60_000)]
    public async Task A_plan_is_kept_for_a_while_and_then_made_anew()
    {
        await WriteAsync(
            "create function planned() returns bigint language plpgsql immutable as "
                + "'begin return (extract(epoch from clock_timestamp()) * 1000000)::bigint; end'"
        );

        var (before, now) = (0L, await ScalarAsync("select planned()"));
        for (; now != before; (before, now) = (now, await ScalarAsync("select planned()")))
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        while (now == before)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            now = await ScalarAsync("select planned()");
        }
    }

    [Fact]
    public async Task Of_two_writes_that_lock_each_other_out_both_are_made()
    {
        await WriteAsync("insert into parents (id) values (10), (20)");
        var bothHold = new CountdownEvent(2);

        Task<int> Move(long first, long second) =>
            Database.WriteAsync(
                async session =>
                {
                    await session.ExecuteAsync("update parents set id = id + 1 where id / 10 = @first", new { first });
                    if (!bothHold.IsSet)
                        bothHold.Signal();
                    await Task.Run(bothHold.Wait);
                    return await session.ExecuteAsync(
                        "update parents set id = id + 1 where id / 10 = @second",
                        new { second }
                    );
                },
                CancellationToken.None
            );
        await Task.WhenAll(Move(1, 2), Move(2, 1));

        Assert.Equal(12 + 22, await ScalarAsync("select sum(id) from parents"));
    }

    [Theory]
    [InlineData("off")]
    [InlineData("local")]
    public async Task A_server_that_answers_before_its_commit_is_safe_is_refused(string setting)
    {
        await WriteAsync($"alter role postgres in database {await NameAsync()} set synchronous_commit = {setting}");
        await using var later = new Database(Database.Options);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Durability.CheckAsync(later, CancellationToken.None)
        );

        Assert.Contains($"synchronous_commit = {setting}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_flush_is_refused()
    {
        await using var server = await PrivatePostgres.StartAsync(flushes: false);
        await using var forgetful = new Database(new(SqlDialect.Postgres, server.Administration));

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Durability.CheckAsync(forgetful, CancellationToken.None)
        );

        Assert.Contains("fsync = off", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_with_durable_settings_is_accepted() =>
        await Durability.CheckAsync(Database, CancellationToken.None);

    private Task<string?> NameAsync() =>
        Database.ReadAsync(session => session.SingleAsync<string>("select current_database()"), CancellationToken.None);

    /// <summary>As a restart of the server does.</summary>
    private async Task EndConnectionsAsync()
    {
        var server = await PrivatePostgres.SharedAsync();
        await server.ExecuteAsync(
            $"select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '{await NameAsync()}'"
        );
    }
}
