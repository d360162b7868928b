using System.Net;
using System.Text.Json.Nodes;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.EditingTasks;

/// <summary>The plan asked for beforehand, and plan and report of a task over HTTP. Ours; the vendor has no such calls.</summary>
public sealed class TaskDocumentSpecs : IAsyncLifetime
{
    private readonly QueueingServer server = new();
    private RenderingProject project = null!; // started before each test

    public async ValueTask InitializeAsync()
    {
        await server.InitializeAsync();
        project = await RenderingProject.StartAsync(server);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_finished_task_shows_the_report_of_its_output_and_its_plan()
    {
        var (task, _, source) = await project.CreateAsync();
        await project.WorkOnceAsync();

        var report = await GetAsync(task, "report");
        var plan = await GetAsync(task, "plan");

        var file = Assert.Single(project.FilesBut(source));
        var bytes = await File.ReadAllBytesAsync(file);
        Assert.Equal(200, report.Code);
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)),
            Word(report, "sha256")
        );
        Assert.Equal(25, (int?)report.Body["frames"]);
        Assert.Equal((int?)report.Body["frames"], (int?)plan.Body["frames"]);
        Assert.NotEmpty(report.Body["reasons"]!.AsArray());
        Assert.NotNull(report.Body["largest_sound_error"]);
    }

    [Fact]
    public async Task A_waiting_task_has_neither_and_says_so()
    {
        var (task, _, _) = await project.CreateAsync();

        foreach (var document in new[] { "report", "plan" })
        {
            var answer = await GetAsync(task, document);
            Assert.Equal((400, "VOD.10083"), (answer.Code, answer.Error));
            Assert.Contains($"the task has no {document}", answer.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>I15: not there and not yours are one answer.</summary>
    [Fact]
    public async Task An_unknown_task_and_another_projects_are_the_same_refusal()
    {
        var (task, _, _) = await project.CreateAsync();
        var other = await project.Calls.Server.AddProjectAsync(Ids.New());

        foreach (var document in new[] { "report", "plan" })
        {
            var unknown = await GetAsync("ffffffffffffffffffffffffffffffff", document);
            var foreign = await SendAsync(HttpMethod.Get, $"/v1/{other}/asset/editing/tasks/{task}/{document}");

            Assert.Equal((400, "VOD.10062"), (unknown.Code, unknown.Error));
            Assert.Equal(unknown.Body.ToJsonString(), foreign.Body.ToJsonString());
        }
    }

    [Fact]
    public async Task An_implausible_id_is_named()
    {
        var answer = await GetAsync("a%2Cb", "report");

        Assert.Equal((400, "VOD.10053"), (answer.Code, answer.Error));
        Assert.Contains("task_id", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_tells_what_create_would_do_and_stores_nothing()
    {
        var body = EditingCalls.Body(await project.AddClipAsync(), start: "0.5", end: "1.5");

        var plan = await PlanAsync(body);

        Assert.Equal(200, plan.Code);
        Assert.Equal((25, "encode"), ((int?)plan.Body["frames"], Word(plan, "mode")));
        var segment = Assert.Single(plan.Body["segments"]!.AsArray())!; // it has one
        Assert.Equal(25, segment["pieces"]!.AsArray().Sum(piece => (int)piece!["frames"]!)); // never null
        Assert.True((long)plan.Body["estimated_bytes"]! > 1000); // always there, as the next
        Assert.True((decimal)plan.Body["estimated_work_seconds"]! > 0);
        Assert.Equal(0, (int?)(await project.Calls.ListAsync()).Body["total"]);
        Assert.False(await project.WorkOnceAsync());
    }

    [Fact]
    public async Task The_hash_of_a_plan_is_that_of_the_report_afterwards()
    {
        var body = EditingCalls.Body(await project.AddClipAsync(), start: "0.5", end: "1.5");
        var planned = Word(await PlanAsync(body), "plan_hash");
        var task = Word(await project.Calls.CreateAsync(body), "task_id");
        await project.WorkOnceAsync();

        Assert.Equal(planned, Word(await GetAsync(task, "report"), "plan_hash"));
    }

    [Theory]
    [InlineData("""{"inputs":[]}""", "VOD.10053")]
    [InlineData("""{"inputs":""", "VOD.10053")]
    [InlineData(
        """{"inputs":[{"asset_id":"ffffffffffffffffffffffffffffffff","timeline_start":"0","timeline_end":"1"}]}""",
        "VOD.10062"
    )]
    public async Task A_plan_is_refused_as_create_is(string body, string code)
    {
        var created = await project.Calls.CreateAsync(body);
        var planned = await PlanAsync(body);

        Assert.Equal((400, code), (planned.Code, planned.Error));
        Assert.Equal(created.Body.ToJsonString(), planned.Body.ToJsonString());
    }

    /// <summary>What only the frames tell would fail the task; the plan says it at once, in the same words.</summary>
    [Fact]
    public async Task A_segment_between_two_frames_is_refused_with_its_input()
    {
        var body = EditingCalls.Body(await project.AddClipAsync(), start: "0.501", end: "0.502");

        var planned = await PlanAsync(body);

        Assert.Equal(400, planned.Code);
        Assert.Contains("inputs[0]", planned.Message, StringComparison.Ordinal);
    }

    private Task<Answer> GetAsync(string task, string document) =>
        SendAsync(HttpMethod.Get, $"/v1/{project.Calls.Project}/asset/editing/tasks/{task}/{document}");

    private Task<Answer> PlanAsync(string body) =>
        SendAsync(HttpMethod.Post, $"/v1/{project.Calls.Project}/asset/editing/plan", body);

    private async Task<Answer> SendAsync(HttpMethod method, string path, string? body = null)
    {
        var running = project.Calls.Server;
        using var client = running.NewClient(running.Identity.Ak, running.Identity.Sk, null);
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);
        Assert.NotEqual(HttpStatusCode.NotFound, response.StatusCode);
        return new(response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!); // never the text "null"
    }

    private static string Word(Answer answer, string name) =>
        (string?)answer.Body[name] ?? throw new InvalidOperationException(answer.ToString());
}
