using System.Net;
using System.Text.RegularExpressions;
using Cutroom.Server.EditingTasks;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.EditingTasks;

public sealed partial class ListEditingTasksSpecs(QueueingServer server) : IClassFixture<QueueingServer>, IAsyncLifetime
{
    private const string Page = "VOD API reference, list editing tasks";
    private EditingCalls calls = null!; // started before each test

    public async ValueTask InitializeAsync() => calls = await EditingCalls.StartAsync(server);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact, Documented(Page + ", response")]
    public async Task An_empty_project_has_no_tasks()
    {
        var answer = await calls.ListAsync();

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("""{"total":0,"tasks":[]}""", answer.Body.ToJsonString());
    }

    [Fact, Documented(Page + ", default limit 10"), Assumed("2.5.1: newest first")]
    public async Task Tasks_are_listed_newest_first_ten_at_a_time()
    {
        var created = new List<string>();
        for (var i = 0; i < 12; i++)
            created.Add(await calls.CreateAsync());
        created.Reverse();

        Assert.Equal(created.Take(10), IdsOf(await calls.ListAsync()));
        Assert.Equal(created.Skip(10), IdsOf(await calls.ListAsync("?offset=10")));
        Assert.Equal(created.Skip(4).Take(3), IdsOf(await calls.ListAsync("?limit=3&offset=4")));
        Assert.Equal(created, IdsOf(await calls.ListAsync("?limit=100")));
        Assert.Equal(12, (int?)(await calls.ListAsync("?limit=1")).Body["total"]);
    }

    [Fact, Assumed("2.5.4: beyond the end is an empty page with the true total")]
    public async Task Beyond_the_end_is_an_empty_page()
    {
        await calls.CreateAsync();

        var answer = await calls.ListAsync("?offset=2147483647");

        Assert.Equal("""{"total":1,"tasks":[]}""", answer.Body.ToJsonString());
    }

    [Theory, Documented(Page + ", limit at most 100"), Assumed("2.5.3, 2.5.4, 2.5.6")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("limit=1.5", "limit")]
    [InlineData("limit=%2B5", "limit")]
    [InlineData("limit=1&limit=1", "limit")]
    [InlineData("offset=-1", "offset")]
    [InlineData("offset=x", "offset")]
    [InlineData("offset=99999999999", "offset")]
    [InlineData("offset=0&offset=0", "offset")]
    [InlineData("task_id=a&task_id=b", "task_id")]
    [InlineData("task_id=a,b", "task_id")]
    [InlineData("task_id=%00", "task_id")]
    [InlineData("task_id=%FF", "task_id")]
    public async Task A_parameter_out_of_range_or_repeated_is_named(string query, string field)
    {
        var answer = await calls.ListAsync($"?{query}");

        Assert.Equal((400, "VOD.10053"), (answer.Code, answer.Error));
        Assert.EndsWith($"illegal field: {field}.", answer.Message, StringComparison.Ordinal);
    }

    [Fact, Assumed("2.5.2: a filter, not a look-up; total counts what is filtered")]
    public async Task A_task_id_filters()
    {
        await calls.CreateAsync();
        var wanted = await calls.CreateAsync();
        await calls.CreateAsync();

        Assert.Equal([wanted], IdsOf(await calls.ListAsync($"?task_id={wanted}")));
        Assert.Equal(1, (int?)(await calls.ListAsync($"?task_id={wanted}&offset=1")).Body["total"]);
        Assert.Empty(IdsOf(await calls.ListAsync($"?task_id={wanted}&offset=1")));
    }

    [Theory, Observed("captured clients send such ids"), Assumed("2.5.2")]
    [InlineData("ffffffffffffffffffffffffffffffff")]
    [InlineData("a%20b")]
    [InlineData("FAIL400")]
    public async Task An_unknown_task_id_finds_nothing(string id)
    {
        await calls.CreateAsync();

        Assert.Equal("""{"total":0,"tasks":[]}""", (await calls.ListAsync($"?task_id={id}")).Body.ToJsonString());
    }

    [Fact, Assumed("2.5.5: an empty task_id is none")]
    public async Task An_empty_task_id_is_no_filter()
    {
        await calls.CreateAsync();

        Assert.Equal(1, (int?)(await calls.ListAsync("?task_id=")).Body["total"]);
    }

    [Fact, Documented(Page + ", EditingTaskInfo"), Assumed("2.5.8, 2.5.9")]
    public async Task A_waiting_task_shows_no_end()
    {
        var task = await calls.ListedAsync(await calls.CreateAsync());

        Assert.Equal(
            [
                .. new[] { "task_id", "asset_id", "status", "progress", "create_time", "attempt" },
                .. new[] { "version", "priority", "waits_for", "position" },
            ],
            task.AsObject().Select(member => member.Key)
        );
        Assert.Equal(("WAITING", 0), ((string?)task["status"], (int?)task["progress"]));
        Assert.Matches(Seconds(), (string?)task["create_time"]);
    }

    [Fact, Assumed("2.5.8: below 100 until it succeeded")]
    public async Task A_running_task_shows_progress_phase_attempt_and_start()
    {
        var id = await calls.CreateAsync();
        var lease = await calls.ClaimAsync(id);
        await WriteAsync(
            lease,
            (session, held) => LeaseStore.RenewAsync(session, held, TimeSpan.FromMinutes(1), 42, "encoding")
        );

        var task = await calls.ListedAsync(id);

        Assert.Equal(("PROCESSING", 42, 1), ((string?)task["status"], (int?)task["progress"], (int?)task["attempt"]));
        Assert.Equal("encoding", (string?)task["phase"]);
        Assert.Matches(Seconds(), (string?)task["start_time"]);
        Assert.Null(task["end_time"]);
    }

    [Fact, Documented(Page + ", EditingTaskInfo: end_time")]
    public async Task A_task_that_succeeded_is_at_100_with_an_end()
    {
        var id = await calls.CreateAsync();
        await WriteAsync(await calls.ClaimAsync(id), LeaseStore.SucceedAsync);

        var task = await calls.ListedAsync(id);

        Assert.Equal(("SUCCEED", 100), ((string?)task["status"], (int?)task["progress"]));
        Assert.Matches(Seconds(), (string?)task["end_time"]);
        Assert.Null(task["error_code"]);
    }

    [Fact]
    public async Task A_failed_task_says_why()
    {
        var id = await calls.CreateAsync();
        await WriteAsync(
            await calls.ClaimAsync(id),
            (session, lease) => LeaseStore.FailAsync(session, lease, StoredTasks.Failure)
        );

        var task = await calls.ListedAsync(id);

        Assert.Equal(("FAILED", "VOD.10063"), ((string?)task["status"], (string?)task["error_code"]));
        Assert.Equal("The file is damaged.", (string?)task["error_msg"]);
    }

    [Fact, Assumed("2.5.10: whichever user made them, but of the project alone")]
    public async Task Another_projects_tasks_are_not_there()
    {
        var id = await calls.CreateAsync();
        var other = await calls.Server.AddProjectAsync(Ids.New());
        using var client = calls.Server.NewClient(calls.Server.Identity.Ak, calls.Server.Identity.Sk, null);

        var all = await client.GetStringAsync($"/v1/{other}/asset/editing/tasks");
        var one = await client.GetStringAsync($"/v1/{other}/asset/editing/tasks?task_id={id}");

        Assert.Equal("""{"total":0,"tasks":[]}""", all);
        Assert.Equal(all, one);
    }

    private Task<bool> WriteAsync(Lease lease, Func<DbSession, Lease, Task<bool>> step) =>
        calls.Database.WriteAsync(session => step(session, lease), CancellationToken.None);

    private static IEnumerable<string?> IdsOf(Answer answer) =>
        answer.Body["tasks"]!.AsArray().Select(task => (string?)task!["task_id"]); // every list has tasks

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
    private static partial Regex Seconds();
}
