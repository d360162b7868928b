using System.Text.Json.Nodes;
using Cutroom.Server.EditingTasks;
using Xunit;

namespace Cutroom.Server.Tests.EditingTasks;

/// <summary>Our additions to the three calls: keys, holds, priorities, versions, many at once. The vendor's bodies stay as they are.</summary>
public sealed class QueueCallsSpecs(QueueingServer queueing) : IClassFixture<QueueingServer>, IAsyncLifetime
{
    private EditingCalls calls = null!; // started before each test

    public async ValueTask InitializeAsync() => calls = await EditingCalls.StartAsync(queueing);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_create_repeated_with_its_key_is_the_same_task()
    {
        var body = EditingCalls.Body(await calls.AddAssetAsync());

        var first = await calls.CreateAsync(body, ("Idempotency-Key", "order-1"));
        var again = await calls.CreateAsync(" " + body, ("Idempotency-Key", "order-1"));

        Assert.Equal((200, 200), (first.Code, again.Code));
        Assert.Equal(first.Body.ToJsonString(), again.Body.ToJsonString());
        Assert.Equal(1, (int?)(await calls.ListAsync()).Body["total"]);
    }

    [Fact]
    public async Task Creates_at_once_with_one_key_make_one_task()
    {
        var body = EditingCalls.Body(await calls.AddAssetAsync());

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => calls.CreateAsync(body, ("Idempotency-Key", "order-2")))
        );

        Assert.Single(answers.Select(answer => (string?)answer.Body["task_id"]).Distinct());
        Assert.All(answers, answer => Assert.Equal(200, answer.Code));
        Assert.Equal(1, (int?)(await calls.ListAsync()).Body["total"]);
    }

    [Fact]
    public async Task A_task_is_claimed_with_what_its_request_needs()
    {
        var body = EditingCalls.Body(await calls.AddAssetAsync(), settings: """{"video_codec":2}""");
        var task = (string?)(await calls.CreateAsync(body)).Body["task_id"];

        var needs = (await calls.ClaimAsync(task!)).Needs; // it was accepted

        Assert.Equal((2, 2), (needs.Slots, needs.DiskMib));
        Assert.InRange(needs.MemoryMib, 121, 150);
    }

    [Fact]
    public async Task A_key_used_for_another_request_is_refused_and_makes_no_task()
    {
        var asset = await calls.AddAssetAsync();
        await calls.CreateAsync(EditingCalls.Body(asset), ("Idempotency-Key", "order-3"));

        var other = await calls.CreateAsync(EditingCalls.Body(asset, end: "4"), ("Idempotency-Key", "order-3"));

        Assert.Equal((409, "VOD.10083"), (other.Code, other.Error));
        Assert.Contains("order-3", other.Message, StringComparison.Ordinal);
        Assert.Equal(1, (int?)(await calls.ListAsync()).Body["total"]);
    }

    [Fact]
    public async Task A_key_is_the_projects_own()
    {
        var others = await EditingCalls.StartAsync(queueing);
        var mine = await calls.CreateAsync(
            EditingCalls.Body(await calls.AddAssetAsync()),
            ("Idempotency-Key", "order-4")
        );

        var theirs = await others.CreateAsync(
            EditingCalls.Body(await others.AddAssetAsync()),
            ("Idempotency-Key", "order-4")
        );

        Assert.Equal((200, 200), (mine.Code, theirs.Code));
        Assert.NotEqual((string?)mine.Body["task_id"], (string?)theirs.Body["task_id"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        var answer = await calls.CreateAsync(EditingCalls.Body(await calls.AddAssetAsync()), ("Idempotency-Key", key));

        Assert.Equal((400, "VOD.10053"), (answer.Code, answer.Error));
    }

    [Fact]
    public async Task A_held_task_says_so_and_waits_in_the_queue_once_released()
    {
        var id = await CreateAsync(body => body["held"] = true);
        Assert.Equal("RELEASE", (string?)(await calls.ListedAsync(id))["waits_for"]);

        var answer = await calls.OnManyAsync("release", id, "unknown");

        Assert.Equal(["WAITING", null], answer.Body["results"]!.AsArray().Select(result => (string?)result!["status"]));
        var task = await calls.ListedAsync(id);
        Assert.Equal(("WORKER", 1, 2), ((string?)task["waits_for"], (int?)task["position"], (int?)task["version"]));
    }

    [Fact]
    public async Task Positions_follow_priority_before_age()
    {
        var usual = await CreateAsync(_ => { });
        var urgent = await CreateAsync(body => body["priority"] = 9);

        Assert.Equal((1, 9), await PositionAndPriorityAsync(urgent));
        Assert.Equal((2, 5), await PositionAndPriorityAsync(usual));
    }

    [Theory]
    [InlineData("10")]
    [InlineData("-1")]
    [InlineData("\"9\"")]
    public async Task A_priority_out_of_range_is_refused(string priority)
    {
        var body = EditingCalls.Body(await calls.AddAssetAsync());

        var answer = await calls.CreateAsync(body.Replace("{\"inputs\"", $"{{\"priority\":{priority},\"inputs\""));

        Assert.Equal((400, "VOD.10053"), (answer.Code, answer.Error));
        Assert.Contains("priority", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_a_project_waits_is_shown()
    {
        var id = await CreateAsync(_ => { });
        await ChangeQueueAsync(new() { IsPaused = true });
        Assert.Equal("PAUSE", (string?)(await calls.ListedAsync(id))["waits_for"]);

        await ChangeQueueAsync(new() { RunningLimit = 0 });

        Assert.Equal("LIMIT", (string?)(await calls.ListedAsync(id))["waits_for"]);
    }

    [Fact]
    public async Task Many_are_cancelled_in_one_call_each_with_its_result()
    {
        var waiting = await calls.CreateAsync();
        var running = await calls.CreateAsync();
        var other = await calls.CreateAsync();
        await calls.ClaimAsync(running);

        var answer = await calls.OnManyAsync("cancel", running, other, "unknown", other);

        Assert.Equal(200, answer.Code);
        Assert.Equal(
            [(running, "VOD.10083"), (other, "CANCEL"), ("unknown", "VOD.10062"), (other, "VOD.10083")],
            answer.Body["results"]!
                .AsArray()
                .Select(result =>
                    ((string?)result!["task_id"], (string?)result["status"] ?? (string?)result["error_code"])
                )
        );
        Assert.NotEqual("CANCEL", (string?)(await calls.ListedAsync(waiting))["status"]);
    }

    [Fact]
    public async Task More_than_a_hundred_in_one_call_are_refused()
    {
        var answer = await calls.OnManyAsync("cancel", [.. Enumerable.Range(0, 101).Select(index => $"{index}")]);

        Assert.Equal((400, "VOD.10053"), (answer.Code, answer.Error));
        Assert.Contains("101 ids, at most 100", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancel_of_another_version_is_refused_and_changes_nothing()
    {
        var id = await CreateAsync(body => body["held"] = true);
        await calls.OnManyAsync("release", id);

        var stale = await calls.CancelTaskAsync(id, ifMatch: "\"1\"");
        var current = await calls.CancelTaskAsync(id, ifMatch: "\"2\"");

        Assert.Equal((412, "VOD.10083"), (stale.Code, stale.Error));
        Assert.Equal(204, current.Code);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"x\"")]
    [InlineData("W/\"1\"")]
    public async Task A_version_that_is_none_is_refused(string version)
    {
        var answer = await calls.CancelTaskAsync(await calls.CreateAsync(), ifMatch: version);

        Assert.Equal((400, "VOD.10053"), (answer.Code, answer.Error));
    }

    private async Task<string> CreateAsync(Action<JsonObject> change)
    {
        var body = JsonNode.Parse(EditingCalls.Body(await calls.AddAssetAsync()))!.AsObject(); // not the text "null"
        change(body);
        return (string?)(await calls.CreateAsync(body.ToJsonString())).Body["task_id"]
            ?? throw new InvalidOperationException("It was refused.");
    }

    private async Task<(int? Position, int? Priority)> PositionAndPriorityAsync(string id)
    {
        var task = await calls.ListedAsync(id);
        return ((int?)task["position"], (int?)task["priority"]);
    }

    private Task<QueueSettings> ChangeQueueAsync(QueueSettings settings) =>
        calls.Database.WriteAsync(
            session => QueueSettings.ChangeAsync(session, calls.Project, _ => settings),
            CancellationToken.None
        );
}
