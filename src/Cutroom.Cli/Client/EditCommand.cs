using System.CommandLine;
using System.Text.Json;
using Cutroom.Rendering.Timelines;
using Cutroom.Wire;
using Cutroom.Wire.EditingTasks;

namespace Cutroom.Cli.Client;

/// <summary><c>edit</c>: upload if need be, create the task, wait, download.</summary>
internal static class EditCommand
{
    /// <summary>Stands for the end of the source: the server takes any time beyond it so.</summary>
    private const string ToTheEnd = "999999999";

    public static Command Create()
    {
        var segments = new Argument<string[]>("segments")
        {
            Description = "FILE[:START-END] or ASSET_ID[:START-END], in the order of the output.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new OutputChoice();
        var server = new ServerChoice();
        var planOnly = new Option<bool>("--plan")
        {
            Description = "Uploads what is missing and prints what would be done; creates no task.",
        };
        var command = new Command("edit", "Makes one file from segments on a server and downloads it.")
        {
            segments,
            planOnly,
        };
        output.AddTo(command);
        server.AddTo(command);
        command.SetAction(
            (given, cancellation) =>
                CommandFailure.ReportAsync(async () =>
                {
                    var parts = given.GetValue(segments)!.Select(SegmentText.Parse).ToArray(); // one or more
                    using var client = server.Open(given);
                    var request = await RequestAsync(client, parts, output.Read(given), cancellation);
                    if (given.GetValue(planOnly))
                    {
                        PlanText.Print(await client.PlanAsync(request, cancellation), given.GetValue(server.Json));
                        return;
                    }

                    var task = await client.CreateTaskAsync(request, cancellation);
                    var done = await TaskWait.UntilSucceededAsync(client, task.TaskId, cancellation);
                    var target = Path.GetFullPath(given.GetValue(output.Output)!); // required
                    await client.DownloadAsync(task.AssetId, target, cancellation);
                    if (given.GetValue(server.Json))
                        Console.WriteLine(JsonSerializer.Serialize(done, WireJson.Default.EditingTaskInfo));
                    else
                        Console.WriteLine(target);
                })
        );
        return command;
    }

    public static CreateEditingTaskRequest Request(
        IEnumerable<(string AssetId, MediaTime Start, MediaTime? End)> segments,
        OutputSettings settings
    ) =>
        new()
        {
            Inputs =
            [
                .. segments.Select(segment => new EditInput
                {
                    AssetId = segment.AssetId,
                    TimelineStart = segment.Start.ToString(),
                    TimelineEnd = segment.End?.ToString() ?? ToTheEnd,
                }),
            ],
            EditingSettings = new()
            {
                Format = settings.Format.ToString().ToUpperInvariant(),
                HlsSegments = settings.HlsSegments.ToString().ToUpperInvariant(),
                Width = settings.Width,
                Height = settings.Height,
                VideoCodec = (int)settings.Codec,
                Reference = settings.Reference switch
                {
                    ReferenceRule.None => "NONE",
                    ReferenceRule.MaxBitrate => "MAX_BITRATE",
                    ReferenceRule.MaxResolution => "MAX_RESOLUTION",
                },
            },
        };

    private static async Task<CreateEditingTaskRequest> RequestAsync(
        VodClient client,
        SegmentText[] parts,
        OutputSettings settings,
        CancellationToken cancellation
    )
    {
        var assets = new Dictionary<string, string>();
        foreach (var file in parts.Select(part => part.File).Distinct())
        {
            if (File.Exists(file))
                Progress.Say($"uploading {file}");
            assets[file] = File.Exists(file) ? await client.UploadAsync(file, cancellation) : file;
        }

        return Request(parts.Select(part => (assets[part.File], part.Start, part.End)), settings);
    }
}
