using System.Net;
using Cutroom.Server.Access;
using Cutroom.Server.EditingTasks;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.EditingTasks;

/// <summary>The call everything else exists for (I2).</summary>
public sealed class CancelEditingTaskSpecs(QueueingServer server) : IClassFixture<QueueingServer>, IAsyncLifetime
{
    private const string Page = "VOD API reference, cancel editing task";
    private EditingCalls calls = null!; // started before each test

    public async ValueTask InitializeAsync() => calls = await EditingCalls.StartAsync(server);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact, Documented(Page + ", response 204"), Assumed("3.4.6: the task stays listed")]
    public async Task A_waiting_task_is_cancelled_with_204_and_stays_listed_with_its_end()
    {
        var id = await calls.CreateAsync();

        var answer = await calls.CancelTaskAsync(id);

        Assert.Equal((HttpStatusCode.NoContent, "{}"), (answer.Status, answer.Body.ToJsonString()));
        var task = await calls.ListedAsync(id);
        Assert.Equal("CANCEL", (string?)task["status"]);
        Assert.NotNull((string?)task["end_time"]);
    }

    [Fact, Assumed("3.4.4: the second call meets a task that is not waiting")]
    public async Task A_second_cancel_is_refused()
    {
        var id = await calls.CreateAsync();
        await calls.CancelTaskAsync(id);

        AssertNotWaiting(await calls.CancelTaskAsync(id), "CANCEL");
    }

    [Fact, Documented(Page + ", a task that is not waiting"), Assumed("3.4.1: VOD.10083")]
    public async Task A_task_that_was_claimed_is_not_cancelled()
    {
        var id = await calls.CreateAsync();
        var lease = await calls.ClaimAsync(id);

        AssertNotWaiting(await calls.CancelTaskAsync(id), "PROCESSING");
        await calls.Database.WriteAsync(session => LeaseStore.SucceedAsync(session, lease), CancellationToken.None);
        AssertNotWaiting(await calls.CancelTaskAsync(id), "SUCCEED");
    }

    /// <summary>I15: not there and not yours are one answer.</summary>
    [Fact, Assumed("3.4.2: VOD.10062")]
    public async Task An_unknown_task_and_another_projects_are_the_same_refusal()
    {
        var id = await calls.CreateAsync();
        var other = await calls.Server.AddProjectAsync(Ids.New());
        using var client = calls.Server.NewClient(calls.Server.Identity.Ak, calls.Server.Identity.Sk, null);

        var unknown = await calls.CancelTaskAsync("ffffffffffffffffffffffffffffffff");
        var foreign = await client.DeleteAsync($"/v1/{other}/asset/editing/tasks?task_id={id}");

        Assert.Equal((400, "VOD.10062"), (unknown.Code, unknown.Error));
        Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
        Assert.Equal(unknown.Body.ToJsonString(), await foreign.Content.ReadAsStringAsync());
        Assert.Equal("WAITING", (string?)(await calls.ListedAsync(id))["status"]);
    }

    [Theory, Assumed("3.4.3, 3.4.9")]
    [InlineData("")]
    [InlineData("?task_id=")]
    [InlineData("?task_id")]
    [InlineData("?Task_Id=0123456789abcdef0123456789abcdef")]
    [InlineData("?task_id=a&task_id=b")]
    [InlineData("?task_id=a,b")]
    [InlineData("?task_id=a%2Cb")]
    [InlineData("?task_id=%00")]
    [InlineData("?task_id=%C3%28")]
    [InlineData("?task_id=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0")]
    public async Task A_missing_empty_repeated_or_malformed_id_is_named(string query)
    {
        var answer = await calls.CancelAsync(query);

        Assert.Equal((400, "VOD.10053"), (answer.Code, answer.Error));
        Assert.EndsWith("illegal field: task_id.", answer.Message, StringComparison.Ordinal);
    }

    [Fact, Documented(Page + ", authorisation: vod:asset:deleteEditTask"), Assumed("3.4.8: 403 before any look-up")]
    public async Task Who_may_only_read_cannot_cancel()
    {
        var id = await calls.CreateAsync();
        var (_, ak, sk) = await calls.Server.AddUserAsync(Ids.New(), policy: SystemPolicies.ReadOnly);
        using var reader = calls.Server.NewClient(ak, sk, null);

        var response = await reader.DeleteAsync($"/v1/{calls.Project}/asset/editing/tasks?task_id={id}");

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("WAITING", (string?)(await calls.ListedAsync(id))["status"]);
    }

    /// <summary>I24: the record names who, what and the request; refusals leave none.</summary>
    [Fact]
    public async Task A_cancel_leaves_one_record()
    {
        var id = await calls.CreateAsync();
        await calls.CancelTaskAsync(id);
        await calls.CancelTaskAsync(id);

        var records = await calls.Database.ReadAsync(
            session =>
                session.ListAsync<string>(
                    "select user_id from audit where resource = @id and action = 'vod:asset:deleteEditTask'",
                    new { id }
                ),
            CancellationToken.None
        );

        Assert.Equal([calls.Server.Identity.UserId], records);
    }

    private static void AssertNotWaiting(Answer answer, string state)
    {
        Assert.Equal((400, "VOD.10083"), (answer.Code, answer.Error));
        Assert.Contains(state, answer.Message, StringComparison.Ordinal);
    }
}
