using System.CommandLine;
using Cutroom.Server.Assets;
using Cutroom.Server.Hosting;

namespace Cutroom.Server.Backups;

/// <summary><c>admin backup</c> and <c>admin restore</c>.</summary>
internal static class BackupCommand
{
    public static Command Backup() =>
        Verb(
            "backup",
            "Copies database and media into a folder while the service runs; again into the same one, only what is new.",
            async (backup, cancellation) =>
                $"The backup holds {await backup.SaveAsync(cancellation)} generations. It does not hold the seal key: keep that elsewhere."
        );

    public static Command Restore() =>
        Verb(
            "restore",
            "Brings a backup into an empty database and a media store.",
            async (backup, cancellation) =>
                $"Restored, with {await backup.RestoreAsync(cancellation)} generations. Start the nodes with the seal key they had."
        );

    private static Command Verb(
        string name,
        string description,
        Func<Backup, CancellationToken, Task<string>> workAsync
    )
    {
        var start = new StartOptions();
        var media = new Option<string?>("--media") { Description = "Where media are kept (CUTROOM_MEDIA)." };
        var folder = new Argument<string>("DIR") { Description = "Folder of the backup." };
        var command = new Command(name, description) { folder, media };
        start.AddTo(command);
        command.SetAction(
            (given, cancellation) =>
                CommandFailures.ReportAsync(async () =>
                {
                    var options = start.Read(given, media: given.GetValue(media));
                    var files = MediaFiles.Open(options, TimeProvider.System);
                    await files.CheckAsync(cancellation);
                    var backup = new Backup(
                        options.DatabaseOptions,
                        files,
                        Path.GetFullPath(given.GetRequiredValue(folder))
                    );
                    given.InvocationConfiguration.Output.WriteLine(await workAsync(backup, cancellation));
                })
        );
        return command;
    }
}
