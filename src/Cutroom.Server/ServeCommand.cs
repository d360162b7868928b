using System.CommandLine;
using Cutroom.Server.Assets;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;

namespace Cutroom.Server;

/// <summary><c>serve</c>: prepares the data folder, then runs the service until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var start = new StartOptions();
        var listen = new Option<string?>("--listen")
        {
            Description = "Address to listen on, http://127.0.0.1:8080 by default (CUTROOM_LISTEN).",
        };
        var role = new Option<string?>("--role") { Description = "all, api or worker (CUTROOM_ROLE)." };
        var media = new Option<string?>("--media")
        {
            Description =
                "disk:DIR or s3://BUCKET?endpoint=URL; a folder in the data folder by default (CUTROOM_MEDIA).",
        };
        var command = new Command("serve", "Runs the service in the foreground.") { listen, role, media };
        start.AddTo(command);
        command.SetAction(
            (given, cancellation) =>
                CommandFailures.ReportAsync(async () =>
                {
                    var options = start.Read(
                        given,
                        given.GetValue(listen),
                        given.GetValue(role),
                        given.GetValue(media)
                    );
                    await RunAsync(options, cancellation);
                })
        );
        return command;
    }

    private static async Task RunAsync(ServerOptions options, CancellationToken cancellation)
    {
        await ServerHost.PrepareAsync(options, cancellation);
        await using var app = ServerHost.Build(options, TimeProvider.System);
        await app.Services.GetRequiredService<MediaFiles>().CheckAsync(cancellation);
        if (options.Role != ServerRole.Worker)
            await OpenIdentitiesAsync(app, options, cancellation);
        await app.StartAsync(cancellation);
        Console.WriteLine($"Cutroom listens on {string.Join(' ', app.Urls)}");
        await app.WaitForShutdownAsync(cancellation);
    }

    /// <summary>What a worker has no need of, and so no key for.</summary>
    private static async Task OpenIdentitiesAsync(
        WebApplication app,
        ServerOptions options,
        CancellationToken cancellation
    )
    {
        var (seal, warning) = SealKeyFile.Open(options);
        if (warning is not null)
            await Console.Error.WriteLineAsync($"warning: {warning}");
        await SealCheck.RunAsync(app.Services.GetRequiredService<Database>(), seal, cancellation);
        if (await app.Services.GetRequiredService<Bootstrap>().CreateAsync(cancellation) is { } first)
            Console.WriteLine($"First start: these are shown once.{Environment.NewLine}{AdminCommand.Lines(first)}");
    }
}
