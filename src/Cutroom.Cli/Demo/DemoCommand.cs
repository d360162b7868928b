using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cutroom.Cli.Client;
using Cutroom.Rendering;
using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Timelines;
using Cutroom.Wire.EditingTasks;

namespace Cutroom.Cli.Demo;

/// <summary><c>demo</c>: the main job, end to end, over HTTP with signed requests, on a server of its own.</summary>
internal static class DemoCommand
{
    /// <summary>The end of the demo's last segment where a file allows it, in seconds.</summary>
    private const int SegmentSeconds = 4;

    /// <summary>A worker may be quicker than the cancel; so many tasks are tried.</summary>
    private const int CancelTries = 20;

    public static Command Create()
    {
        var files = new Argument<string[]>("files")
        {
            Description = "Media to edit; without any, two clips are made.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var json = new Option<bool>("--json") { Description = "Prints one JSON object on stdout." };
        var command = new Command("demo", "The main job, end to end, on a server of its own.") { files, json };
        command.SetAction(
            (given, cancellation) =>
                CommandFailure.ReportAsync(async () =>
                {
                    var result = await RunAsync(given.GetValue(files) ?? [], cancellation);
                    if (given.GetValue(json))
                        Console.WriteLine(JsonSerializer.Serialize(result, DemoJson.Default.DemoResult));
                })
        );
        return command;
    }

    private static async Task<DemoResult> RunAsync(string[] files, CancellationToken cancellation)
    {
        foreach (var file in files.Where(file => !File.Exists(file)))
            throw new CommandFailure($"There is no file {file}.");
        var work = Directory.CreateTempSubdirectory("cutroom-clips-").FullName;
        try
        {
            if (files.Length == 0)
            {
                Progress.Say($"Making two clips of {DemoClips.Seconds} s");
                files = await DemoClips.MakeAsync(work, cancellation);
            }

            Progress.Say("Starting a server");
            await using var server = await DemoServer.StartAsync(cancellation);
            var identity = server.Identity;
            using var client = new VodClient(server.Address, identity.Ak, identity.Sk, identity.ProjectId);
            return await EditAsync(client, files, cancellation);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task<DemoResult> EditAsync(VodClient client, string[] files, CancellationToken cancellation)
    {
        var renderer = new Renderer(new RendererOptions(), TimeProvider.System);
        var segments = new List<(string AssetId, MediaTime Start, MediaTime? End)>();
        foreach (var file in files)
        {
            Progress.Say($"Uploading {Path.GetFileName(file)}");
            var asset = await client.UploadAsync(file, cancellation);
            var last = MediaTime.Min(
                MediaTime.FromSeconds(1 + SegmentSeconds),
                (await ProbeAsync(renderer, file, cancellation)).Duration
            );
            var first = last > MediaTime.FromSeconds(1) ? MediaTime.FromSeconds(1) : MediaTime.Zero;
            segments.Add((asset, first, last));
        }

        var sound = (await ProbeAsync(renderer, files[0], cancellation)).Video is null;
        var settings = new OutputSettings { Format = sound ? OutputFormat.Mp3 : OutputFormat.Mp4 };
        var request = EditCommand.Request(segments, settings);
        var task = await client.CreateTaskAsync(request, cancellation);
        Progress.Say($"Task {task.TaskId} created: {segments.Count} segments, to become asset {task.AssetId}");
        var cancelled = await CancelWaitingAsync(client, request, cancellation);
        await TaskWait.UntilSucceededAsync(client, task.TaskId, cancellation);

        var output = Path.GetFullPath($"cutroom-demo.{settings.Format.ToString().ToLowerInvariant()}");
        await client.DownloadAsync(task.AssetId, output, cancellation);
        await VerifyAsync(renderer, output, segments, cancellation);
        return new(true, task.TaskId, task.AssetId, output, cancelled);
    }

    /// <summary>Creates tasks behind the one that runs until one is cancelled while it waits.</summary>
    private static async Task<string> CancelWaitingAsync(
        VodClient client,
        CreateEditingTaskRequest request,
        CancellationToken cancellation
    )
    {
        for (var tries = 0; tries < CancelTries; tries++)
        {
            var waiting = await client.CreateTaskAsync(request, cancellation);
            var (status, words) = await client.CancelTaskAsync(waiting.TaskId, cancellation);
            Progress.Say($"Cancel of task {waiting.TaskId}: {(int)status} {words}");
            if (words.Length > 0)
                continue;
            (status, words) = await client.CancelTaskAsync(waiting.TaskId, cancellation);
            Progress.Say($"Cancelled again: {(int)status} {words}");
            return (int)status == 400
                ? waiting.TaskId
                : throw new CommandFailure($"The second cancel answered {(int)status}, not 400.");
        }

        throw new CommandFailure($"None of {CancelTries} tasks waited long enough to be cancelled.");
    }

    private static async Task VerifyAsync(
        Renderer renderer,
        string output,
        List<(string AssetId, MediaTime Start, MediaTime? End)> segments,
        CancellationToken cancellation
    )
    {
        var media = await ProbeAsync(renderer, output, cancellation);
        var asked = segments.Aggregate(MediaTime.Zero, (sum, segment) => sum + (segment.End!.Value - segment.Start));
        // A segment's last frame lasts to its end or beyond by less than a frame; no frame here is longer than this.
        var slack = MediaTime.FromMilliseconds(100 * (segments.Count + 1));
        if (media.Duration + slack < asked || media.Duration > asked + slack)
            throw new CommandFailure($"{output} lasts {media.Duration} s, asked were {asked} s.");
        Progress.Say($"Output verified: {output}, {media.Duration} s of {asked} s asked, {media.SizeBytes} bytes");
    }

    private static async Task<MediaInfo> ProbeAsync(Renderer renderer, string file, CancellationToken cancellation) =>
        await renderer.ProbeAsync(file, cancellation) switch
        {
            ProbeResult.Probed(var media) => media,
            ProbeResult.Unreadable(var failure) => throw new CommandFailure($"{file}: {failure.Message}"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}

/// <summary>What the demo did, for machines.</summary>
/// <param name="Output">Absolute path of the downloaded file, which stays.</param>
internal sealed record DemoResult(
    [property: JsonPropertyName("ok")] bool Ok,
    [property: JsonPropertyName("task_id")] string TaskId,
    [property: JsonPropertyName("asset_id")] string AssetId,
    [property: JsonPropertyName("output")] string Output,
    [property: JsonPropertyName("cancelled_task_id")] string CancelledTaskId
);

[JsonSerializable(typeof(DemoResult))]
internal sealed partial class DemoJson : JsonSerializerContext;
