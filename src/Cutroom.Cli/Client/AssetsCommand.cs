using System.CommandLine;
using System.Text.Json;
using Cutroom.Wire;

namespace Cutroom.Cli.Client;

/// <summary><c>assets</c>: the calls on assets as commands.</summary>
internal static class AssetsCommand
{
    public static Command Create() =>
        new("assets", "Media assets of a server.")
        {
            ListVerb(),
            OneVerb(
                "show",
                "Everything about one asset.",
                "asset-id",
                async (client, id, stop) =>
                    JsonSerializer.Serialize(await client.ShowAssetAsync(id, stop), WireJson.Default.AssetDetails)
            ),
            OneVerb("upload", "Uploads a file; prints the new asset's id.", "file", UploadAsync),
            OneVerb("delete", "Deletes an asset that no unfinished task needs.", "asset-id", DeleteAsync),
            DownloadVerb(),
        };

    private static Task<string> UploadAsync(VodClient client, string file, CancellationToken cancellation) =>
        File.Exists(file)
            ? client.UploadAsync(file, cancellation)
            : throw new CommandFailure($"There is no file {file}.");

    private static async Task<string> DeleteAsync(VodClient client, string id, CancellationToken cancellation) =>
        (await client.DeleteAssetAsync(id, cancellation)).Results is [{ Status: "DELETED" }]
            ? $"{id} deleted"
            : throw new CommandFailure($"Asset {id} does not exist or is needed by an unfinished task.");

    /// <summary>A verb on one thing that prints one line.</summary>
    private static Command OneVerb(
        string name,
        string description,
        string argument,
        Func<VodClient, string, CancellationToken, Task<string>> verb
    )
    {
        var server = new ServerChoice();
        var thing = new Argument<string>(argument);
        var command = new Command(name, description) { thing };
        server.AddTo(command);
        command.SetAction(
            (given, cancellation) =>
                CommandFailure.ReportAsync(async () =>
                {
                    using var client = server.Open(given);
                    Console.WriteLine(await verb(client, given.GetValue(thing)!, cancellation));
                })
        );
        return command;
    }

    private static Command ListVerb()
    {
        var server = new ServerChoice();
        var command = new Command("list", "The newest first, 100 at most.");
        server.AddTo(command);
        command.SetAction(
            (given, cancellation) =>
                CommandFailure.ReportAsync(async () =>
                {
                    using var client = server.Open(given);
                    var page = await client.ListAssetsAsync(cancellation);
                    if (given.GetValue(server.Json))
                    {
                        Console.WriteLine(JsonSerializer.Serialize(page, WireJson.Default.AssetSummaryList));
                        return;
                    }

                    foreach (var asset in page.Assets)
                        Console.WriteLine(
                            $"{asset.AssetId}  {asset.AssetStatus, -9} {asset.Duration, 6} s  {asset.MediaType, -4} {asset.Title}"
                        );
                    Console.WriteLine($"{page.Assets.Count} of {page.Total}");
                })
        );
        return command;
    }

    private static Command DownloadVerb()
    {
        var server = new ServerChoice();
        var id = new Argument<string>("asset-id");
        var output = new Option<string>("--output", "-o") { Description = "The file to make.", Required = true };
        var command = new Command("download", "Downloads an asset's file.") { id, output };
        server.AddTo(command);
        command.SetAction(
            (given, cancellation) =>
                CommandFailure.ReportAsync(async () =>
                {
                    using var client = server.Open(given);
                    var target = Path.GetFullPath(given.GetValue(output)!); // required
                    await client.DownloadAsync(given.GetValue(id)!, target, cancellation);
                    Console.WriteLine(target);
                })
        );
        return command;
    }
}
