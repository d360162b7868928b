using Cutroom.Server.Storage;
using Xunit;

namespace Cutroom.Server.Tests.Storage;

/// <summary>Beside what holds on both engines: writes that share a commit.</summary>
public sealed class SqliteDatabaseSpecs() : DatabaseSpecs(SqlDialect.Sqlite)
{
    [Fact]
    public async Task Commits_are_flushed()
    {
        var settings = await Database.WriteAsync(
            async session =>
                (
                    await session.SingleAsync<string>("pragma journal_mode"),
                    await session.SingleAsync<long>("pragma synchronous")
                ),
            CancellationToken.None
        );

        Assert.Equal(("wal", 2), settings); // 2 is FULL
    }

    [Fact]
    public async Task A_throwing_write_does_not_disturb_its_group()
    {
        var before = () => WriteAsync("insert into parents (id) values (1)");
        var throwing = () => WriteAsync("insert into parents (id) values (2)", "insert into nowhere values (1)");
        var after = () => WriteAsync("insert into parents (id) values (3)");

        var group = await InOneGroupAsync(before, throwing, after);

        Assert.Equal([true, false, true], group.Select(write => write.IsCompletedSuccessfully));
        Assert.Equal(4, await ScalarAsync("select sum(id) from parents"));
    }

    [Fact]
    public async Task A_failed_commit_fails_its_whole_group_and_the_writer_recovers()
    {
        var good = () => WriteAsync("insert into parents (id) values (1)");
        var fatal = () => WriteAsync("insert into children (id, parent) values (1, 404)");

        var group = await InOneGroupAsync(good, fatal, good);

        Assert.All(group, write => Assert.IsType<CommitFailedException>(write.Exception?.InnerException));
        Assert.Equal(0, await CountAsync("parents"));
        await good();
        Assert.Equal(1, await CountAsync("parents"));
    }

    [Fact]
    public async Task A_refusal_that_rests_on_a_change_now_undone_is_not_told()
    {
        await WriteAsync("insert into parents (id) values (7)");
        var takes = () =>
            WriteAsync("delete from parents where id = 7", "insert into children (id, parent) values (1, 404)");
        var finds = () =>
            Database.WriteAsync(
                async session =>
                    await session.SingleAsync<long?>("select id from parents where id = 7") is null
                        ? throw new InvalidDataException("gone")
                        : 1,
                CancellationToken.None
            );

        var group = await InOneGroupAsync(takes, finds);

        Assert.IsType<CommitFailedException>(group[1].Exception?.InnerException);
        Assert.Equal(1, await finds());
    }

    [Fact]
    public async Task A_full_disk_in_the_middle_of_a_group_acknowledges_nothing_and_the_writer_recovers()
    {
        await WriteAsync("create table blobs (bytes blob)");
        // The limit is the connection's own: SQLite's real answer to a full disk, which ends the whole transaction (I9).
        var limit = () => WriteAsync("pragma max_page_count = 20");
        var small = () => WriteAsync("insert into parents (id) values (1)");
        var large = () => WriteAsync("insert into blobs (bytes) values (zeroblob(1000000))");
        var next = () => WriteAsync("insert into parents (id) values (2)");

        var group = await InOneGroupAsync(limit, small, large, next);

        Assert.All(group, write => Assert.IsType<CommitFailedException>(write.Exception?.InnerException));
        Assert.Equal(0, await CountAsync("parents"));
        await large();
        await next();
        Assert.Equal(2, await ScalarAsync("select id from parents"));
    }

    /// <summary>Alone in its commit it has no savepoint.</summary>
    [Fact]
    public async Task A_full_disk_under_a_single_write_acknowledges_nothing_and_the_writer_recovers()
    {
        await WriteAsync("create table blobs (bytes blob)");

        var large = WriteAsync(
            "pragma max_page_count = 20",
            "insert into parents (id) values (1)",
            "insert into blobs (bytes) values (zeroblob(1000000))"
        );

        await Assert.ThrowsAsync<CommitFailedException>(() => large);
        Assert.Equal(0, await CountAsync("parents"));
        await WriteAsync("insert into parents (id) values (2)");
        Assert.Equal(2, await ScalarAsync("select id from parents"));
    }

    [Fact]
    public async Task Writes_that_wait_at_the_end_are_carried_out()
    {
        var insert = () => WriteAsync("insert into parents (id) values (1)");
        var (hold, release) = HoldWriter();
        var waiting = insert();

        var ending = Database.DisposeAsync().AsTask();
        release.SetResult();
        await Task.WhenAll(hold, waiting, ending);

        await Assert.ThrowsAnyAsync<Exception>(insert);
        Assert.Equal(1, await CountAsync("parents"));
    }

    [Fact]
    public async Task A_write_inside_a_write_is_refused_instead_of_waiting_for_itself()
    {
        var nested = () => Database.WriteAsync(_ => WriteAsync("select 1"), CancellationToken.None);

        await Assert.ThrowsAsync<InvalidOperationException>(nested);
    }

    /// <summary>What arrives while the writer is busy shares the next commit.</summary>
    private async Task<IReadOnlyList<Task>> InOneGroupAsync(params Func<Task<int>>[] writes)
    {
        var (hold, release) = HoldWriter();
        Task[] group = [.. writes.Select(write => write())];
        release.SetResult();
        await hold;
        foreach (var write in group)
            await write.ContinueWith(_ => { }, TaskScheduler.Default);
        return group;
    }

    private (Task Hold, TaskCompletionSource Release) HoldWriter()
    {
        var release = new TaskCompletionSource();
        var holding = new TaskCompletionSource();
        var hold = Database.WriteAsync(
            async _ =>
            {
                holding.SetResult();
                await release.Task;
                return 0;
            },
            CancellationToken.None
        );
        holding.Task.Wait();
        return (hold, release);
    }
}
