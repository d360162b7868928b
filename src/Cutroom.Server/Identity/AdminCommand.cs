using System.CommandLine;
using System.Text.Json;
using Cutroom.Server.Access;
using Cutroom.Server.Backups;
using Cutroom.Server.EditingTasks;
using Cutroom.Server.Hosting;
using Cutroom.Server.Nodes;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Identity;

namespace Cutroom.Server.Identity;

/// <summary><c>admin</c>: what an operator does on the machine itself, without the server running.</summary>
internal static class AdminCommand
{
    public static Command Create() =>
        new("admin", "Works on the data of an installation directly.")
        {
            BootstrapVerb(),
            UsersCommand.Create(),
            GroupsCommand.Create(),
            ProjectsCommand.Create(),
            ProjectsCommand.CreateForAccounts(),
            KeysCommand.Create(),
            AuditCommand.Create(),
            QueueCommand.Create(),
            PoliciesCommand.Create(),
            BackupCommand.Backup(),
            BackupCommand.Restore(),
            DoctorCommand.Create(),
        };

    /// <summary>Opens the installation the options name, brings its schema up to date and does the work.</summary>
    public static Task<int> RunAsync(
        StartOptions start,
        ParseResult given,
        Func<Database, Seal, Task> work,
        CancellationToken cancellation
    ) =>
        CommandFailures.ReportAsync(async () =>
        {
            var options = start.Read(given);
            await ServerHost.PrepareAsync(options, cancellation);
            await using var database = new Database(options.DatabaseOptions);
            var seal = SealKeyFile.Open(options).Seal;
            await SealCheck.RunAsync(database, seal, cancellation);
            await work(database, seal);
        });

    private static Command BootstrapVerb()
    {
        var start = new StartOptions();
        var json = new Option<bool>("--json") { Description = "Prints one JSON object." };
        var reset = new Option<bool>("--reset-keys")
        {
            Description = "On an installation that has an account: a new password and key for its first user.",
        };
        var command = new Command("bootstrap", "Makes the first account, project, user and keys.") { json, reset };
        start.AddTo(command);
        command.SetAction(
            (given, cancellation) =>
                RunAsync(
                    start,
                    given,
                    async (database, seal) =>
                    {
                        var bootstrap = new Bootstrap(database, seal);
                        var made = await bootstrap.CreateAsync(cancellation);
                        if (made is null && given.GetValue(reset))
                            made = await bootstrap.ResetKeysAsync(cancellation);
                        if (made is null)
                            throw new InvalidOperationException(
                                "There is an account already. --reset-keys gives its first user a new password and key."
                            );
                        given.InvocationConfiguration.Output.WriteLine(given.GetValue(json) ? Json(made) : Lines(made));
                    },
                    cancellation
                )
        );
        return command;
    }

    private static string Json(BootstrapIdentity made) =>
        JsonSerializer.Serialize(made, WireJson.Default.BootstrapIdentity);

    public static string Lines(BootstrapIdentity made) =>
        $"""
            account   {made.AccountName} ({made.AccountId})
            project   {made.ProjectName} ({made.ProjectId})
            user      {made.UserName} ({made.UserId})
            password  {made.Password}
            AK        {made.Ak}
            SK        {made.Sk}
            """;
}
