using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json.Nodes;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Server.Tests.EditingTasks;
using Cutroom.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Events;

/// <summary>The calls on webhooks over HTTP, and the live list.</summary>
public sealed class WebhookCallSpecs(QueueingServer server) : IClassFixture<QueueingServer>, IAsyncLifetime
{
    private EditingCalls calls = null!; // started before each test
    private HttpClient client = null!; // as above

    public async ValueTask InitializeAsync()
    {
        calls = await EditingCalls.StartAsync(server);
        client = server.Server.NewClient(server.Server.Identity.Ak, server.Server.Identity.Sk, null);
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_webhook_shows_its_secret_once_and_is_listed_until_it_is_deleted()
    {
        var made = await SendAsync(HttpMethod.Post, "", """{"url":"https://example.com/hook?a=1"}""");
        var id = (string?)made.Body["webhook_id"];
        Assert.Equal(200, made.Code);
        Assert.StartsWith("whsec_", (string?)made.Body["secret"]);
        Assert.Equal("""["editComplete"]""", made.Body["event_types"]!.ToJsonString());

        var listed = (await SendAsync(HttpMethod.Get, "")).Body["webhooks"]!.AsArray();
        Assert.Equal(id, (string?)Assert.Single(listed)!["webhook_id"]);
        Assert.DoesNotContain("whsec_", listed.ToJsonString());

        Assert.Equal(204, (await SendAsync(HttpMethod.Delete, $"/{id}")).Code);
        Assert.Empty((await SendAsync(HttpMethod.Get, "")).Body["webhooks"]!.AsArray());
        Assert.Equal("VOD.10062", (await SendAsync(HttpMethod.Delete, $"/{id}")).Error);
    }

    [Theory]
    [InlineData("{}", "url")]
    [InlineData("""{"url":"ftp://example.com/"}""", "url")]
    [InlineData("""{"url":"/hook"}""", "url")]
    [InlineData("""{"url":"https://user:word@example.com/"}""", "url")]
    [InlineData("""{"url":"https://example.com/#part"}""", "url")]
    [InlineData("""{"url":"https://example.com/","event_types":[]}""", "event_types")]
    [InlineData("""{"url":"https://example.com/","event_types":["editcomplete"]}""", "event_types")]
    [InlineData("""{"url":"https://example.com/","event_types":[null]}""", "event_types")]
    public async Task A_bad_webhook_is_refused_and_the_field_named(string body, string field)
    {
        var answer = await SendAsync(HttpMethod.Post, "", body);

        Assert.Equal((400, "VOD.10053"), (answer.Code, answer.Error));
        Assert.Contains(field, answer.Message);
    }

    [Fact]
    public async Task A_project_has_a_limited_number_of_webhooks()
    {
        for (var i = 0; i < 20; i++)
            Assert.Equal(200, (await SendAsync(HttpMethod.Post, "", """{"url":"https://example.com/"}""")).Code);

        Assert.Equal("VOD.10053", (await SendAsync(HttpMethod.Post, "", """{"url":"https://example.com/"}""")).Error);
    }

    /// <summary>I13: the event is there when the answer is; I15: and nobody else sees it.</summary>
    [Fact]
    public async Task A_cancelled_task_is_told_to_those_who_asked()
    {
        var made = await SendAsync(
            HttpMethod.Post,
            "",
            """{"url":"https://example.com/","event_types":["editCancel","editComplete"]}"""
        );
        var id = (string?)made.Body["webhook_id"];
        var task = await calls.CreateAsync();
        await calls.CancelTaskAsync(task);

        var delivery = Assert.Single((await DeliveriesAsync(id)).AsArray())!;
        Assert.Equal(
            ("editCancel", task, "PENDING"),
            ((string?)delivery["event_type"], (string?)delivery["task_id"], (string?)delivery["status"])
        );

        var again = await SendAsync(
            HttpMethod.Post,
            $"/{id}/replay",
            $$"""{"event_ids":["{{delivery["event_id"]}}"]}"""
        );
        Assert.Equal(1, (int?)again.Body["count"]);
        var all = await SendAsync(HttpMethod.Post, $"/{id}/replay", """{"since":"2020-01-01T00:00:00Z"}""");
        Assert.Equal(1, (int?)all.Body["count"]);
        var stranger = await EditingCalls.StartAsync(server);
        Assert.Equal("VOD.10062", (await SendAsync(HttpMethod.Get, $"/{id}/deliveries", null, stranger.Project)).Error);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"event_ids":[]}""")]
    [InlineData("""{"event_ids":[null]}""")]
    [InlineData("""{"since":"yesterday"}""")]
    [InlineData("""{"since":"2020-01-01T00:00:00Z","event_ids":["a"]}""")]
    public async Task A_replay_says_what_to_send(string body) =>
        Assert.Equal("VOD.10053", (await SendAsync(HttpMethod.Post, $"/{Ids.New()}/replay", body)).Error);

    [Fact]
    public async Task A_live_list_shows_what_is_there_and_then_each_change()
    {
        var task = await calls.CreateAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/{calls.Project}/asset/editing/tasks/events");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        await using var stream = await response.Content.ReadAsStreamAsync();
        await using var items = SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();

        Assert.Equal((task, "WAITING"), await NextAsync(items));
        var second = await calls.CreateAsync();
        Assert.Equal((second, "WAITING"), await NextAsync(items));
        await calls.CancelTaskAsync(task);
        Assert.Equal((task, "CANCEL"), await NextAsync(items));

        // I23: somebody's rights changed, perhaps the watcher's.
        await server.Server.WriteAsync(DirectoryVersion.RaiseAsync);
        while (await items.MoveNextAsync())
            Assert.Equal("heartbeat", items.Current.EventType);
    }

    /// <summary>Its clock stands still: whatever comes is sent at once.</summary>
    [Fact(Timeout = 300_000)]
    public async Task A_live_list_of_nothing_begins_with_a_heartbeat()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var still = await RunningServer.StartAsync(
            new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56))
        );
        var (ak, sk, project) = (still.Identity.Ak, still.Identity.Sk, still.Identity.ProjectId);
        using var caller = still.NewClient(ak, sk, null);

        await using var stream = await caller.GetStreamAsync($"/v1/{project}/asset/editing/tasks/events", cancellation);
        await using var items = SseParser.Create(stream).EnumerateAsync(cancellation).GetAsyncEnumerator(cancellation);

        Assert.True(await items.MoveNextAsync());
        Assert.Equal("heartbeat", items.Current.EventType);
    }

    private static async Task<(string?, string?)> NextAsync(IAsyncEnumerator<SseItem<string>> items)
    {
        do Assert.True(await items.MoveNextAsync());
        while (items.Current.EventType != "task");
        var task = JsonNode.Parse(items.Current.Data)!; // an object, or the next line fails
        return ((string?)task["task_id"], (string?)task["status"]);
    }

    private async Task<JsonNode> DeliveriesAsync(string? webhook) =>
        (await SendAsync(HttpMethod.Get, $"/{webhook}/deliveries")).Body["deliveries"]
        ?? throw new InvalidOperationException("No deliveries.");

    private async Task<Answer> SendAsync(HttpMethod method, string path, string? body = null, ProjectId? project = null)
    {
        using var request = new HttpRequestMessage(method, $"/v1/{project ?? calls.Project}/webhooks{path}");
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new(response.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!); // not the text "null"
    }
}
