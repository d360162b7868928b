using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cutroom.Rendering;
using Cutroom.Rendering.Planning;
using Cutroom.Wire;
using Cutroom.Wire.Assets;
using Cutroom.Wire.EditingTasks;

namespace Cutroom.Cli.Client;

/// <summary>The calls the command line makes, signed; a refusal becomes a <see cref="CommandFailure"/> with the server's own words.</summary>
internal sealed class VodClient(Uri server, string ak, string sk, string projectId) : IDisposable
{
    private readonly HttpClient signed = new(
        new RequestSigning(ak, sk, projectId, TimeProvider.System, new SocketsHttpHandler())
    )
    {
        BaseAddress = server,
    };

    /// <summary>For upload and download addresses, which hold their own right.</summary>
    private readonly HttpClient plain = new() { Timeout = Timeout.InfiniteTimeSpan };

    private string Tasks => $"/v1/{projectId}/asset/editing/tasks";

    private string Assets => $"/v1.0/{projectId}/asset";

    /// <summary>Creates, sends the file, confirms.</summary>
    /// <returns>The asset's id.</returns>
    public async Task<string> UploadAsync(string file, CancellationToken cancellation)
    {
        var name = Path.GetFileName(file);
        var type = Path.GetExtension(file).TrimStart('.').ToUpperInvariant();
        var asset = await PostAsync(
            Assets,
            new CreateAssetRequest
            {
                Title = name,
                VideoName = name,
                VideoType = type,
            },
            WireJson.Default.CreateAssetRequest,
            WireJson.Default.CreateAssetResponse,
            cancellation
        );
        await using (var bytes = File.OpenRead(file))
        {
            using var content = new StreamContent(bytes);
            using var sent = await plain.PutAsync(asset.VideoUploadUrl, content, cancellation);
            await CheckAsync(sent, cancellation);
        }

        await PostAsync(
            $"{Assets}/status/uploaded",
            new ConfirmUploadRequest { AssetId = asset.AssetId, Status = "CREATED" },
            WireJson.Default.ConfirmUploadRequest,
            WireJson.Default.ConfirmUploadResponse,
            cancellation
        );
        return asset.AssetId;
    }

    public Task<CreateEditingTaskResponse> CreateTaskAsync(
        CreateEditingTaskRequest request,
        CancellationToken cancellation
    ) =>
        PostAsync(
            Tasks,
            request,
            WireJson.Default.CreateEditingTaskRequest,
            WireJson.Default.CreateEditingTaskResponse,
            cancellation
        );

    /// <summary>What a task of the same request would do.</summary>
    public Task<PlanSummary> PlanAsync(CreateEditingTaskRequest request, CancellationToken cancellation) =>
        PostAsync(
            $"/v1/{projectId}/asset/editing/plan",
            request,
            WireJson.Default.CreateEditingTaskRequest,
            RenderingJson.Default.PlanSummary,
            cancellation
        );

    /// <param name="document"><c>plan</c> or <c>report</c>.</param>
    /// <returns>JSON as the server keeps it.</returns>
    public async Task<string> TaskDocumentAsync(string task, string document, CancellationToken cancellation)
    {
        using var answer = await signed.GetAsync($"{Tasks}/{Uri.EscapeDataString(task)}/{document}", cancellation);
        await CheckAsync(answer, cancellation);
        return await answer.Content.ReadAsStringAsync(cancellation);
    }

    /// <param name="query">Raw, without the question mark.</param>
    public Task<ListEditingTasksResponse> ListTasksAsync(string query, CancellationToken cancellation) =>
        GetAsync($"{Tasks}?{query}", WireJson.Default.ListEditingTasksResponse, cancellation);

    /// <returns>The status and, unless it is 204, the server's words.</returns>
    public async Task<(HttpStatusCode Status, string Words)> CancelTaskAsync(
        string task,
        CancellationToken cancellation
    )
    {
        using var answer = await signed.DeleteAsync($"{Tasks}?task_id={Uri.EscapeDataString(task)}", cancellation);
        return (answer.StatusCode, answer.IsSuccessStatusCode ? "" : await WordsAsync(answer, cancellation));
    }

    /// <param name="verb">cancel or release.</param>
    public Task<EditingTaskResults> OnTasksAsync(
        string verb,
        IReadOnlyList<string> tasks,
        CancellationToken cancellation
    ) =>
        PostAsync(
            $"{Tasks}/{verb}",
            new EditingTaskIds { TaskIds = tasks },
            WireJson.Default.EditingTaskIds,
            WireJson.Default.EditingTaskResults,
            cancellation
        );

    public Task<AssetDetails> ShowAssetAsync(string asset, CancellationToken cancellation) =>
        GetAsync(
            $"{Assets}/details?asset_id={Uri.EscapeDataString(asset)}",
            WireJson.Default.AssetDetails,
            cancellation
        );

    public Task<AssetSummaryList> ListAssetsAsync(CancellationToken cancellation) =>
        GetAsync($"{Assets}/list?size=100", WireJson.Default.AssetSummaryList, cancellation);

    public async Task<DeleteAssetsResponse> DeleteAssetAsync(string asset, CancellationToken cancellation)
    {
        using var answer = await signed.DeleteAsync($"{Assets}?asset_id={Uri.EscapeDataString(asset)}", cancellation);
        return await ReadAsync(answer, WireJson.Default.DeleteAssetsResponse, cancellation);
    }

    /// <summary>A playlist comes with the files it names, beside it and before it.</summary>
    public async Task DownloadAsync(string asset, string target, CancellationToken cancellation)
    {
        var info = (await ShowAssetAsync(asset, cancellation)).BaseInfo;
        var url = new Uri(info?.SignUrl ?? throw new CommandFailure($"Asset {asset} has no file to download."));
        if (PlaylistFiles.IsPlaylist(url))
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(target)) ?? "";
            foreach (var name in PlaylistFiles.NamedIn(await plain.GetStringAsync(url, cancellation)))
                await DownloadAsync(new Uri(url, name), Path.Combine(folder, name), cancellation);
        }

        await DownloadAsync(url, target, cancellation);
    }

    /// <summary>Takes the whole file beside its place, then puts it there.</summary>
    private async Task DownloadAsync(Uri url, string target, CancellationToken cancellation)
    {
        var part = $"{target}.part";
        using var answer = await plain.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellation);
        await CheckAsync(answer, cancellation);
        await using (var file = File.Create(part))
            await answer.Content.CopyToAsync(file, cancellation);
        File.Move(part, target, overwrite: true);
    }

    public void Dispose()
    {
        signed.Dispose();
        plain.Dispose();
    }

    private async Task<TAnswer> PostAsync<TBody, TAnswer>(
        string path,
        TBody body,
        JsonTypeInfo<TBody> bodyType,
        JsonTypeInfo<TAnswer> answerType,
        CancellationToken cancellation
    )
    {
        using var content = JsonContent.Create(body, bodyType);
        using var answer = await signed.PostAsync(path, content, cancellation);
        return await ReadAsync(answer, answerType, cancellation);
    }

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var answer = await signed.GetAsync(path, cancellation);
        return await ReadAsync(answer, type, cancellation);
    }

    private static async Task<T> ReadAsync<T>(
        HttpResponseMessage answer,
        JsonTypeInfo<T> type,
        CancellationToken cancellation
    )
    {
        await CheckAsync(answer, cancellation);
        return await answer.Content.ReadFromJsonAsync(type, cancellation)
            ?? throw new CommandFailure($"{answer.RequestMessage?.RequestUri}: the answer is empty.");
    }

    private static async Task CheckAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (!answer.IsSuccessStatusCode)
            throw new CommandFailure($"{(int)answer.StatusCode}: {await WordsAsync(answer, cancellation)}");
    }

    private static async Task<string> WordsAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        try
        {
            using var error = JsonDocument.Parse(text);
            return $"{error.RootElement.GetProperty("error_code")} {error.RootElement.GetProperty("error_msg")}";
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException)
        {
            return text;
        }
    }
}
