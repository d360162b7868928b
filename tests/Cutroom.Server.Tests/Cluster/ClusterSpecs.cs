using Cutroom.Server.Storage;
using Cutroom.Server.Tests.Assets;
using Cutroom.Server.Tests.Crashes;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Cluster;

/// <summary>The death of any one process of a fleet, under load: nothing acknowledged is lost, nothing runs twice that should not (I1 to I5, I8).</summary>
public sealed class ClusterSpecs(ITestOutputHelper output)
{
    [Fact]
    public async Task A_fleet_survives_the_death_of_any_one_process()
    {
        var rounds = LongRuns.Scale(1, 20);
        output.WriteLine($"seed {Seeds.OfThisRun}");
        await using var cluster = await ClusterNodes.StartAsync();
        var acks = new AckLog();
        using var client = new CrashClient(await cluster.NodeAsync(0), cluster.Identity, acks);
        var asset = await client.UploadAsync(await AssetCalls.ClipAsync());
        using var load = new ClusterLoad(cluster, acks, asset);

        load.Start(Seeds.OfThisRun);
        for (var round = 0; round < rounds; round++)
            await KillEachAsync(cluster, load);
        await load.StopAsync();
        var found = await SettledAsync(cluster, acks);

        var succeeded = found.Tasks.Count(task => task.Status == "SUCCEED");
        output.WriteLine(
            $"{rounds * 6} deaths; acknowledged: {acks.Created.Count} creates, {acks.Cancelled.Count} cancels, {acks.Refused.Count} "
                + $"refusals; {succeeded} tasks succeeded, {found.Tasks.Count(task => task.Attempt > 1)} of them after a death"
        );
        Assert.Empty(CrashChecker.Violations(acks, found));
        Assert.Empty(await ClusterChecks.DoublyPublishedAsync(cluster.Database));
        Assert.Empty(await ClusterChecks.RunThoughCancelledAsync(cluster.Database));
        // A run in which nothing happened would prove nothing.
        Assert.True(acks.Created.Count > 100 * rounds && acks.Cancelled.Count > 50 * rounds && succeeded > 4 * rounds);
    }

    /// <summary>What would be reported, were a task published twice or a cancelled one planned.</summary>
    [Fact]
    public async Task A_second_publication_and_a_cancelled_task_with_a_plan_are_found()
    {
        await using var database = await TestDatabase.StartAsync(SqlDialect.Postgres);
        await database.Database.WriteAsync(
            async session =>
            {
                foreach (var attempt in new[] { "1", "2" })
                    await AuditLog.WriteAsync(
                        session,
                        new("p"),
                        new("worker"),
                        "editing-task:succeed",
                        "twice",
                        attempt
                    );
                await AuditLog.WriteAsync(session, new("p"), new("worker"), "editing-task:succeed", "once", "1");
                await AuditLog.WriteAsync(session, new("p"), new("u"), "vod:Asset:deleteEditTask", "twice", "1");
                return await session.ExecuteAsync(
                    """
                    insert into editing_task_documents (project_id, task_id, request, timeline, plan)
                    values ('p', 'planned', '{}', '{}', '{}');
                    insert into editing_tasks (project_id, task_id, number, asset_id, status, created_ms, progress, attempt, attempts_left)
                    values ('p', 'planned', 1, 'a', 'CANCEL', 1, 0, 0, 3)
                    """
                );
            },
            CancellationToken.None
        );

        Assert.Equal(["twice"], await ClusterChecks.DoublyPublishedAsync(database.Options));
        Assert.Equal(["planned"], await ClusterChecks.RunThoughCancelledAsync(database.Options));
    }

    private static async Task KillEachAsync(ClusterNodes cluster, ClusterLoad load)
    {
        for (var index = 0; index < ClusterNodes.Apis; index++)
            await KillNodeAsync(cluster, load, index);
        for (var index = 0; index < ClusterNodes.Workers; index++)
        {
            // In the middle of a render, or of its publication.
            await (await cluster.WorkerAsync(index)).LoggedAsync("starts");
            await KillNodeAsync(cluster, load, ClusterNodes.Apis + index);
        }

        await load.MoreAnswersAsync(20);
        await cluster.Postgres.CrashAsync();
        await load.MoreAnswersAsync(20);
        await cluster.S3.CrashAsync();
        await load.MoreAnswersAsync(20);
    }

    private static async Task KillNodeAsync(ClusterNodes cluster, ClusterLoad load, int index)
    {
        await load.MoreAnswersAsync(20);
        await cluster.KillNodeAsync(index);
        // The others go on without it.
        await load.MoreAnswersAsync(20);
        await cluster.StartNodeAsync(index);
    }

    /// <summary>Every task that nobody cancelled ends: what died with a worker is run again.</summary>
    private static async Task<Inventory> SettledAsync(ClusterNodes cluster, AckLog acks)
    {
        using var client = new CrashClient(await cluster.NodeAsync(0), cluster.Identity, acks);
        for (var looks = 0; ; looks++)
        {
            var open = (await client.ListTasksAsync()).Tasks.Count(task => task.Status is "WAITING" or "PROCESSING");
            if (open == 0)
                break;
            Assert.True(looks < 1000, $"{open} tasks do not end.");
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        }

        return await new InventoryReader(cluster.Database).ReadAsync(client);
    }
}
