using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Crashes;

/// <summary>The whole server is killed under load again and again: nothing that was acknowledged is lost or altered (I1 to I5, I8).</summary>
public sealed class CrashSpecs(ITestOutputHelper output) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cutroom-crash-").FullName;

    private DatabaseOptions SqliteFile => new ServerOptions { DataFolder = folder }.DatabaseOptions;

    [Fact]
    public async Task Killed_on_SQLite_it_loses_nothing_that_was_acknowledged()
    {
        await RunAsync(OnSqlite(), LongRuns.Mine(LongRuns.Scale(80, 500)));
    }

    [Fact]
    public async Task Killed_on_PostgreSQL_it_loses_nothing_that_was_acknowledged()
    {
        var postgres = await PrivatePostgres.SharedAsync();
        var connection = await postgres.CreateDatabaseAsync();
        var cycles = Cycles(new(SqlDialect.Postgres, connection), connection);

        await RunAsync(cycles, LongRuns.Mine(LongRuns.Scale(20, 500)));

        await postgres.DropDatabaseAsync(connection);
    }

    /// <summary>What would be reported, were an acknowledged task gone after a restart.</summary>
    [Fact]
    public async Task A_task_that_vanishes_while_the_server_is_down_is_found_missing()
    {
        var cycles = OnSqlite();

        var violations = await cycles.RunAsync(1, Seeds.OfThisRun, RemoveOneTaskAsync);

        Assert.Contains(
            violations,
            text => text.Contains("was acknowledged and is lost (I1)", StringComparison.Ordinal)
        );
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task RunAsync(CrashCycles cycles, int count)
    {
        output.WriteLine($"seed {Seeds.OfThisRun}");
        var violations = await cycles.RunAsync(count, Seeds.OfThisRun);
        var acks = cycles.Acks;
        var succeeded = acks.Seen.Values.Count(status => status == "SUCCEED");
        output.WriteLine(
            $"{count} kills; acknowledged: {acks.Created.Count} creates, {acks.Cancelled.Count} cancels, {acks.Refused.Count} refusals, "
                + $"{acks.Uploaded.Count} uploads; {succeeded} tasks succeeded"
        );
        Assert.Empty(violations);
        // A run in which nothing happened would prove nothing.
        Assert.True(acks.Created.Count > count && acks.Cancelled.Count > count && acks.Uploaded.Count > count / 10);
        Assert.True(acks.Refused.Count >= count / 10, $"Only {acks.Refused.Count} cancels came too late.");
        Assert.True(succeeded >= count / 10, $"Only {succeeded} tasks succeeded.");
    }

    private CrashCycles OnSqlite() => Cycles(SqliteFile, null);

    private async Task RemoveOneTaskAsync()
    {
        await using var store = new Database(SqliteFile);
        await store.WriteAsync(
            session =>
                session.ExecuteAsync(
                    """
                    delete from editing_tasks
                    where (project_id, task_id) = (select project_id, task_id from editing_tasks order by number limit 1)
                    """
                ),
            CancellationToken.None
        );
    }

    /// <summary>A lease short enough that what a killed worker held is taken over within the run, and as many attempts as there may be.</summary>
    private CrashCycles Cycles(DatabaseOptions database, string? connection)
    {
        var settings = new Dictionary<string, string>
        {
            ["CUTROOM_LEASE_SECONDS"] = "8",
            ["CUTROOM_ATTEMPTS"] = "20",
            ["CUTROOM_WORKER_SLOTS"] = "1",
            ["CUTROOM_MIN_FREE_MIB"] = "0",
        };
        if (connection is not null)
            settings["CUTROOM_DATABASE"] = connection;
        return new(database, folder, settings);
    }
}
