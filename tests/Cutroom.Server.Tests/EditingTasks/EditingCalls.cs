using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Timelines;
using Cutroom.Server.Assets;
using Cutroom.Server.EditingTasks;
using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Cutroom.Server.Tests.EditingTasks;

/// <summary>A server without workers for all specs of a class.</summary>
public sealed class QueueingServer : IAsyncLifetime
{
    internal RunningServer Server { get; private set; } = null!; // started before the first test

    public async ValueTask InitializeAsync() =>
        Server = await RunningServer.StartAsync(change: options => options with { Role = ServerRole.Api });

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

/// <summary>The three calls over HTTP, signed, in a project of the spec's own; steps of workers are taken by hand.</summary>
internal sealed class EditingCalls(RunningServer server, ProjectId project)
{
    private readonly HttpClient client = server.NewClient(server.Identity.Ak, server.Identity.Sk, projectId: null);

    public static async Task<EditingCalls> StartAsync(QueueingServer queueing) =>
        new(queueing.Server, await queueing.Server.AddProjectAsync(Ids.New()));

    public RunningServer Server => server;

    public ProjectId Project => project;

    public Database Database => server.Services.GetRequiredService<Database>();

    private string Path => $"/v1/{Project}/asset/editing/tasks";

    /// <returns>The id of an asset of 10 s whose bytes nobody will read.</returns>
    public Task<string> AddAssetAsync(bool hasVideo = true, bool ready = true) =>
        ready ? AddAssetAsync(Media(hasVideo), new GenerationId(Ids.New())) : AddAssetAsync(null, null);

    /// <param name="media">Null for an asset that is still uploaded.</param>
    public async Task<string> AddAssetAsync(MediaInfo? media, GenerationId? generation)
    {
        var status = media is null ? AssetStatus.Creating : AssetStatus.Published;
        var asset = new Asset(new(Ids.New()), "clip", status, generation, media);
        await server.WriteAsync(session => AssetStore.AddAsync(session, Project, asset));
        return asset.AssetId.Value;
    }

    public Task<Answer> CreateAsync(string body) => SendAsync(HttpMethod.Post, "", body);

    /// <param name="header">Name and value, not signed.</param>
    public Task<Answer> CreateAsync(string body, (string Name, string Value) header) =>
        SendAsync(HttpMethod.Post, "", body, header);

    public Task<Answer> CancelTaskAsync(string task, string ifMatch) =>
        SendAsync(HttpMethod.Delete, $"?task_id={task}", null, ("If-Match", ifMatch));

    /// <param name="verb">cancel or release.</param>
    public Task<Answer> OnManyAsync(string verb, params string[] tasks) =>
        SendAsync(HttpMethod.Post, $"/{verb}", JsonSerializer.Serialize(new { task_ids = tasks }));

    /// <returns>The id of a task that waits.</returns>
    public async Task<string> CreateAsync()
    {
        var answer = await CreateAsync(Body(await AddAssetAsync()));
        return (string?)answer.Body["task_id"] ?? throw new InvalidOperationException(answer.ToString());
    }

    public Task<Answer> ListAsync(string query = "") => SendAsync(HttpMethod.Get, query, null);

    public async Task<JsonNode> ListedAsync(string task) =>
        (await ListAsync($"?task_id={task}")).Body["tasks"]?[0] ?? throw new InvalidOperationException("Not listed.");

    public Task<Answer> CancelAsync(string query) => SendAsync(HttpMethod.Delete, query, null);

    public Task<Answer> CancelTaskAsync(string task) => CancelAsync($"?task_id={task}");

    /// <summary>Claims until it is this task's turn.</summary>
    public async Task<Lease> ClaimAsync(string task)
    {
        Lease? lease;
        do
        {
            lease = await Database.WriteAsync(
                session => LeaseStore.ClaimAsync(session, "worker-1", TimeSpan.FromMinutes(10)),
                CancellationToken.None
            );
        } while (lease is not null && lease.TaskId.Value != task);
        return lease ?? throw new InvalidOperationException("It does not wait.");
    }

    public static string Body(string asset, string start = "0", string end = "5", string settings = "{}") =>
        $$"""
            {"inputs":[{"asset_id":"{{asset}}","timeline_start":"{{start}}","timeline_end":"{{end}}"}],"editing_settings":{{settings}}}
            """;

    private async Task<Answer> SendAsync(
        HttpMethod method,
        string rest,
        string? body,
        (string Name, string Value)? header = null
    )
    {
        using var request = new HttpRequestMessage(method, Path + rest);
        if (header is var (name, value))
            request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new(response.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!); // not the text "null"
    }

    private static MediaInfo Media(bool hasVideo) =>
        new()
        {
            Container = "mp4",
            SizeBytes = 1000,
            Duration = MediaTime.FromSeconds(10),
            BitrateKbps = 800,
            Video = hasVideo
                ? new()
                {
                    Codec = "h264",
                    Width = 320,
                    Height = 180,
                    CodedWidth = 320,
                    CodedHeight = 180,
                    PixelFormat = "yuv420p",
                }
                : null,
            Audio = new()
            {
                Codec = "aac",
                SampleRate = 48000,
                Channels = 2,
            },
        };
}

/// <summary>Status and body of an answer; an empty object where there was no body.</summary>
internal sealed record Answer(HttpStatusCode Status, JsonNode Body)
{
    public int Code => (int)Status;

    public string? Error => (string?)Body["error_code"];

    public string Message => (string?)Body["error_msg"] ?? "";
}
