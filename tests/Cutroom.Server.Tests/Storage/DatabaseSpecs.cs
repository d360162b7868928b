using System.Data.Common;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Storage;

/// <summary>What every store rests on (I1, I8, I10), once per engine.</summary>
public abstract class DatabaseSpecs : IAsyncLifetime
{
    private readonly SqlDialect dialect;
    private TestDatabase test = null!; // started before each test

    private protected DatabaseSpecs(SqlDialect dialect) => this.dialect = dialect;

    private protected Database Database => test.Database;

    public async ValueTask InitializeAsync()
    {
        test = await TestDatabase.StartEmptyAsync(dialect);
        await WriteAsync("create table parents (id bigint primary key)");
        await WriteAsync(
            "create table children (id bigint primary key, parent bigint references parents (id) deferrable initially deferred)"
        );
    }

    public ValueTask DisposeAsync() => test.DisposeAsync();

    [Fact]
    public async Task A_read_sees_every_acknowledged_write()
    {
        for (var id = 1L; id <= 50; id++)
        {
            await WriteAsync($"insert into parents (id) values ({id})");

            Assert.Equal(id, await CountAsync("parents"));
        }
    }

    [Fact]
    public async Task A_write_that_throws_leaves_nothing()
    {
        var thrown = await Assert.ThrowsAsync<InvalidDataException>(() =>
            Database.WriteAsync<int>(
                async session =>
                {
                    await session.ExecuteAsync("insert into parents (id) values (1)");
                    throw new InvalidDataException("second thoughts");
                },
                CancellationToken.None
            )
        );

        Assert.Equal("second thoughts", thrown.Message);
        Assert.Equal(0, await CountAsync("parents"));
    }

    [Fact]
    public async Task A_refused_statement_leaves_nothing_and_the_store_goes_on()
    {
        await WriteAsync("insert into parents (id) values (1)");

        await Assert.ThrowsAnyAsync<DbException>(() =>
            WriteAsync("insert into parents (id) values (2)", "insert into parents (id) values (1)")
        );

        Assert.Equal(1, await CountAsync("parents"));
        await WriteAsync("insert into parents (id) values (3)");
        Assert.Equal(2, await CountAsync("parents"));
    }

    [Fact]
    public async Task A_commit_that_fails_is_reported_as_unknown_and_the_store_goes_on()
    {
        await Assert.ThrowsAsync<CommitFailedException>(() =>
            WriteAsync("insert into parents (id) values (1)", "insert into children (id, parent) values (1, 404)")
        );

        Assert.Equal(0, await CountAsync("parents"));
        await WriteAsync("insert into parents (id) values (2)", "insert into children (id, parent) values (2, 2)");
        Assert.Equal(1, await CountAsync("children"));
    }

    /// <summary>What nobody waits for travels with the commit; a refusal of it is not a commit that failed (I8).</summary>
    [Fact]
    public async Task A_statement_left_for_later_and_refused_leaves_nothing()
    {
        await WriteAsync("insert into parents (id) values (1)");

        await Assert.ThrowsAnyAsync<DbException>(() =>
            WriteLaterAsync("insert into parents (id) values (2)", "insert into parents (id) values (1)")
        );

        Assert.Equal(1, await CountAsync("parents"));
    }

    [Fact]
    public async Task A_commit_that_travels_and_fails_is_reported_as_unknown()
    {
        await Assert.ThrowsAsync<CommitFailedException>(() =>
            WriteLaterAsync("insert into parents (id) values (1)", "insert into children (id, parent) values (1, 404)")
        );

        Assert.Equal(0, await CountAsync("parents"));
        await WriteLaterAsync("insert into parents (id) values (2)");
        Assert.Equal(1, await CountAsync("parents"));
    }

    [Fact]
    public async Task A_query_sees_what_was_left_for_later_before_it()
    {
        var seen = await Database.WriteAsync(
            async session =>
            {
                await session.ExecuteLaterAsync("insert into parents (id) values (@id)", new { id = 7L });
                await session.ExecuteLaterAsync("select id from parents", new { });
                return await session.ListAsync<string>(
                    "select cast(id as text) from parents where id = @id or cast(@none as bigint) is not null",
                    new { id = 7L, none = (long?)null }
                );
            },
            CancellationToken.None
        );

        Assert.Equal(["7"], seen);
        Assert.Equal(1, await CountAsync("parents"));
    }

    [Fact]
    public async Task Concurrent_writers_lose_no_change()
    {
        await WriteAsync("insert into parents (id) values (0)");

        await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => Task.Run(() => WriteAsync("update parents set id = id + 1")))
        );

        Assert.Equal(100, await ScalarAsync("select id from parents"));
    }

    [Fact]
    public async Task A_write_given_up_before_its_turn_changes_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Database.WriteAsync(
                session => session.ExecuteAsync("insert into parents (id) values (1)"),
                new CancellationToken(canceled: true)
            )
        );

        Assert.Equal(0, await CountAsync("parents"));
    }

    private Task<int> WriteLaterAsync(params string[] statements) =>
        Database.WriteAsync(
            async session =>
            {
                foreach (var statement in statements)
                    await session.ExecuteLaterAsync(statement, new { });
                return statements.Length;
            },
            CancellationToken.None
        );

    private protected Task<int> WriteAsync(params string[] statements) =>
        Database.WriteAsync(
            async session =>
            {
                foreach (var statement in statements)
                    await session.ExecuteAsync(statement);
                return statements.Length;
            },
            CancellationToken.None
        );

    private protected Task<long> CountAsync(string table) => ScalarAsync($"select count(*) from {table}");

    private protected Task<long> ScalarAsync(string sql) =>
        Database.ReadAsync(session => session.SingleAsync<long>(sql), CancellationToken.None);
}
