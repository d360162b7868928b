using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cutroom.Testing;
using Cutroom.Wire;
using Cutroom.Wire.EditingTasks;
using Cutroom.Wire.Identity;

namespace Cutroom.Server.Tests.Crashes;

/// <summary>One client of a server that will be killed: each call notes its answer once it has it whole.</summary>
internal sealed class CrashClient(ServerProcess server, BootstrapIdentity identity, AckLog acks) : IDisposable
{
    /// <summary>Tells uploads from outputs in a listing.</summary>
    public const string UploadTitle = "upload";

    private const int PageSize = 100;

    private readonly HttpClient signed = server.NewClient(identity);
    private readonly HttpClient plain = new();

    private string Tasks => $"/v1/{identity.ProjectId}/asset/editing/tasks";

    private string Assets => $"/v1.0/{identity.ProjectId}/asset";

    /// <returns>The new task.</returns>
    public async Task<string> CreateAsync(string asset, string start = "0", string end = "0.4")
    {
        var body = $$"""
            {"inputs":[{"asset_id":"{{asset}}","timeline_start":"{{start}}","timeline_end":"{{end}}"}]}
            """;
        using var answer = await signed.PostAsync(Tasks, new StringContent(body, Encoding.UTF8, "application/json"));
        var created = await ReadAsync(answer);
        var task = (string)created["task_id"]!;
        acks.Created[task] = (string)created["asset_id"]!;
        return task;
    }

    /// <summary>At most once for each task: a second cancel could meet the first, whose answer was lost.</summary>
    public async Task CancelAsync(string task)
    {
        using var answer = await signed.DeleteAsync($"{Tasks}?task_id={task}");
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode == HttpStatusCode.NoContent)
            acks.Cancelled[task] = true;
        else if (answer.StatusCode == HttpStatusCode.BadRequest && text.Contains("VOD.10083", StringComparison.Ordinal))
            acks.Refused[task] = true;
        else
            throw Unexpected(answer, text);
    }

    public async Task<string> UploadAsync(byte[] bytes)
    {
        using var creation = await signed.PostAsJsonAsync(
            Assets,
            new
            {
                title = UploadTitle,
                video_name = "clip.mp4",
                video_type = "MP4",
            }
        );
        var created = await ReadAsync(creation);
        var asset = (string)created["asset_id"]!;
        using var sent = await plain.PutAsync((string)created["video_upload_url"]!, new ByteArrayContent(bytes));
        sent.EnsureSuccessStatusCode();
        using var confirmation = await signed.PostAsJsonAsync(
            $"{Assets}/status/uploaded",
            new { asset_id = asset, status = "CREATED" }
        );
        await ReadAsync(confirmation);
        acks.Uploaded[asset] = ContentFacts.Of(bytes);
        return asset;
    }

    /// <summary>All pages, newest first. Tasks that are made meanwhile shift what follows: it may be listed twice.</summary>
    public async Task<(IReadOnlyList<EditingTaskInfo> Tasks, long Total)> ListTasksAsync()
    {
        var tasks = new List<EditingTaskInfo>();
        ListEditingTasksResponse page;
        do
        {
            page = (
                await signed.GetFromJsonAsync<ListEditingTasksResponse>(
                    $"{Tasks}?limit={PageSize}&offset={tasks.Count}"
                )
            )!; // an answer has a body
            tasks.AddRange(page.Tasks);
        } while (page.Tasks.Count == PageSize);
        return (tasks, page.Total);
    }

    /// <returns>Per cent.</returns>
    public async Task<int> ProgressAsync(string task) =>
        (await signed.GetFromJsonAsync<ListEditingTasksResponse>($"{Tasks}?task_id={task}"))!.Tasks[0].Progress; // it is there

    /// <returns>The task as the live list shows it at its end.</returns>
    public async Task<EditingTaskInfo> EndedAsync(string task)
    {
        await using var stream = await signed.GetStreamAsync($"{Tasks}/events");
        var items = SseParser.Create(
            stream,
            (_, data) => JsonSerializer.Deserialize(data, WireJson.Default.EditingTaskInfo)
        );
        await foreach (var item in items.EnumerateAsync())
        {
            if (item.Data is { Status: not ("WAITING" or "PROCESSING") } shown && shown.TaskId == task)
                return shown;
        }

        throw new InvalidOperationException($"The live list ended before task {task}.");
    }

    /// <summary>Every asset that is shown, with its title and whether it is ready.</summary>
    public async Task<IReadOnlyList<(string AssetId, bool IsUpload, bool IsReady)>> ListAssetsAsync()
    {
        var assets = new List<(string, bool, bool)>();
        JsonArray page;
        do
        {
            var answer = await signed.GetFromJsonAsync<JsonObject>(
                $"{Assets}/list?size={PageSize}&page={assets.Count / PageSize}"
            );
            page = answer!["assets"]!.AsArray(); // always there
            assets.AddRange(
                page.Select(asset =>
                    (
                        (string)asset!["asset_id"]!, // always there
                        (string)asset["title"]! == UploadTitle,
                        (string)asset["asset_status"]! == "PUBLISHED"
                    )
                )
            );
        } while (page.Count == PageSize);
        return assets;
    }

    /// <returns>Null where the server does not deliver it.</returns>
    public async Task<ContentFacts?> DownloadAsync(string asset)
    {
        var details = await signed.GetFromJsonAsync<JsonObject>($"{Assets}/details?asset_id={asset}");
        if ((string?)details!["base_info"]?["sign_url"] is not { } url)
            return null;
        using var answer = await plain.GetAsync(url);
        return answer.IsSuccessStatusCode ? ContentFacts.Of(await answer.Content.ReadAsByteArrayAsync()) : null;
    }

    public void Dispose()
    {
        signed.Dispose();
        plain.Dispose();
    }

    private async Task<JsonObject> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(text)!.AsObject() // not the text "null"
            : throw Unexpected(answer, text);
    }

    /// <summary>A 5xx says nothing of what was done (I8): it is told apart by its status.</summary>
    private HttpRequestException Unexpected(HttpResponseMessage answer, string text) =>
        new(
            $"{answer.RequestMessage?.RequestUri}: {(int)answer.StatusCode} {text}{Environment.NewLine}{server.Log}",
            null,
            answer.StatusCode
        );
}
