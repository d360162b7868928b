using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cutroom.Server.EditingTasks;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Nodes;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Cutroom.Server.Tests.Nodes;

/// <summary>What the processes of an installation know of each other.</summary>
public sealed class NodeSpecs : IAsyncLifetime
{
    private readonly SetClock clock = new(TimeProvider.System.GetUtcNow());
    private RunningServer server = null!; // set before each spec

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Database Database => server.Services.GetRequiredService<Database>();

    private NodeHeartbeat Heartbeat => server.Services.GetRequiredService<NodeHeartbeat>();

    public async ValueTask InitializeAsync() =>
        server = await RunningServer.StartAsync(clock, change: options => options with { Role = ServerRole.Api });

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Health_shows_role_and_version_to_anyone()
    {
        await Heartbeat.RunOnceAsync(Cancellation);

        var health = await HealthAsync();

        Assert.Equal(("ok", "api", NodeHeartbeat.Version), (health["status"], health["role"], health["version"]));
    }

    /// <summary>I14.</summary>
    [Fact]
    public async Task A_running_node_says_that_a_newer_version_has_migrated_the_database()
    {
        await ExecuteAsync(
            "insert into schemaversions (scriptname, applied) values ('Cutroom.9999_later.sql', current_timestamp)"
        );
        await Heartbeat.RunOnceAsync(Cancellation);

        Assert.Equal("outdated", (await HealthAsync())["status"]);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public async Task A_node_with_a_wrong_clock_says_so(int seconds)
    {
        clock.Now += TimeSpan.FromSeconds(seconds);
        await Heartbeat.RunOnceAsync(Cancellation);

        Assert.Equal("skewed", (await HealthAsync())["status"]);
    }

    [Fact]
    public async Task Nodes_that_died_are_forgotten_after_a_while()
    {
        await Heartbeat.RunOnceAsync(Cancellation);
        await Database.WriteAsync(
            session => NodeStore.SeenAsync(session, "dead", "worker", "1", 0, new(WorkerRoom.Endless, null, null)),
            Cancellation
        );
        var both = await Database.ReadAsync(NodeStore.ListAsync, Cancellation);
        await ExecuteAsync("update nodes set seen_ms = seen_ms - 3700000 where node_id = 'dead'");
        await Heartbeat.RunOnceAsync(Cancellation);

        Assert.Equal(2, both.Count);
        Assert.Equal("api", Assert.Single(await Database.ReadAsync(NodeStore.ListAsync, Cancellation)).Role);
    }

    [Fact]
    public async Task A_worker_answers_nobody_but_who_asks_for_its_health()
    {
        await using var worker = await RunningServer.StartAsync(change: options =>
            options with
            {
                Role = ServerRole.Worker,
            }
        );

        using var health = await worker.Anonymous.GetAsync("/health", Cancellation);
        using var tasks = await worker.Client.GetAsync(
            $"/v1/{worker.Identity.ProjectId}/asset/editing/tasks",
            Cancellation
        );

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (health.StatusCode, tasks.StatusCode));
    }

    [Fact]
    public async Task A_node_with_another_seal_key_is_refused()
    {
        var other = new Seal(new byte[Seal.KeyBytes]);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            SealCheck.RunAsync(Database, other, Cancellation)
        );
        await SealCheck.RunAsync(Database, server.Services.GetRequiredService<Seal>(), Cancellation);

        Assert.Contains("CUTROOM_SEAL_KEY", refused.Message, StringComparison.Ordinal);
    }

    private async Task<Dictionary<string, string?>> HealthAsync() =>
        (await server.Anonymous.GetFromJsonAsync<JsonObject>("/health", Cancellation))!.ToDictionary(
            member => member.Key,
            member => (string?)member.Value
        ); // an answer has a body

    private Task<int> ExecuteAsync(string sql) =>
        Database.WriteAsync(session => session.ExecuteAsync(sql), Cancellation);
}
