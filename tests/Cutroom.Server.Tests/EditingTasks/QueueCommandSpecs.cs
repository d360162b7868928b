using System.CommandLine;
using Cutroom.Server.EditingTasks;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Cutroom.Wire.Identity;
using Xunit;

namespace Cutroom.Server.Tests.EditingTasks;

/// <summary><c>admin queue</c> as it is typed.</summary>
public sealed class QueueCommandSpecs : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("cutroom-queue-").FullName;
    private BootstrapIdentity identity = null!; // made before each test
    private Database database = null!; // opened before each test

    private ProjectId Project => new(identity.ProjectId);

    public async ValueTask InitializeAsync()
    {
        identity = await ServerProcess.PrepareAsync(folder);
        database = new(DatabaseOptions.ForSqlite(Path.Combine(folder, "cutroom.db")));
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Settings_are_changed_one_at_a_time_and_listed()
    {
        foreach (var verb in new[] { "pause {0}", "weight {0} 3", "limit {0} 7" })
            Assert.Equal(0, (await RunAsync(verb)).Status);

        var (_, list) = await RunAsync("list");

        Assert.Matches($"^{Project} +0 waiting +0 running  weight 3  limit 7  paused\n$", list);
        await RunAsync("resume {0}");
        await RunAsync("limit {0} none");
        Assert.Equal(
            new QueueSettings { Weight = 3 },
            await database.ReadAsync(session => QueueSettings.FindAsync(session, Project), CancellationToken.None)
        );
    }

    [Theory]
    [InlineData("weight {0} 0")]
    [InlineData("weight {0} 1001")]
    [InlineData("limit {0} 0")]
    [InlineData("limit {0} many")]
    [InlineData("pause nosuchproject")]
    [InlineData("reclaim {0} nosuchtask")]
    public async Task What_cannot_be_done_ends_with_status_1(string verb) =>
        Assert.Equal(1, (await RunAsync(verb)).Status);

    /// <summary>I4: the worker whose task is taken from it changes nothing from then on; the task loses no attempt.</summary>
    [Fact]
    public async Task A_reclaimed_task_is_another_workers_at_once()
    {
        var lease = await WriteAsync(async session =>
        {
            var turns = await EditingTaskStore.TakeTurnsAsync(session, [Project]);
            await EditingTaskStore.CreateAsync(session, [new(Project, new(Ids.New()), Attempts: 1)], turns);
            return await LeaseStore.ClaimAsync(session, "worker-1", StoredTasks.Long)
                ?? throw new InvalidOperationException("Nothing waits.");
        });

        Assert.Equal(0, (await RunAsync($"reclaim {{0}} {lease.TaskId}")).Status);

        Assert.False(await WriteAsync(session => LeaseStore.RenewAsync(session, lease, StoredTasks.Long, 50, null)));
        Assert.False(await WriteAsync(session => LeaseStore.SucceedAsync(session, lease)));
        var next = await WriteAsync(session => LeaseStore.ClaimAsync(session, "worker-2", StoredTasks.Long));
        Assert.Equal((lease.TaskId, 2, 0), (next!.TaskId, next.Attempt, next.AttemptsLeft));
    }

    private Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work) => database.WriteAsync(work, CancellationToken.None);

    private async Task<(int Status, string Output)> RunAsync(string verb)
    {
        var output = new StringWriter { NewLine = "\n" };
        string[] words = ["queue", .. string.Format(null, verb, Project).Split(' '), "--data", folder];
        var status = await AdminCommand
            .Create()
            .Parse(words)
            .InvokeAsync(new InvocationConfiguration { Output = output });
        return (status, output.ToString());
    }
}
