using System.CommandLine;
using Cutroom.Server.Hosting;

namespace Cutroom.Server.Identity;

/// <summary><c>admin keys</c>: list, create, import, disable.</summary>
internal static class KeysCommand
{
    public static Command Create() =>
        new("keys", "Access keys of users.") { ListVerb(), CreateVerb(), ImportVerb(), DisableVerb() };

    private static Command ListVerb()
    {
        var start = new StartOptions();
        var command = new Command("list", "Shows every access key: AK, user, state. Secrets are not shown.");
        start.AddTo(command);
        command.SetAction(
            (given, cancellation) =>
                AdminCommand.RunAsync(
                    start,
                    given,
                    async (database, _) =>
                    {
                        var users = await database.ReadAsync(UserStore.ListAsync, cancellation);
                        foreach (var key in await database.ReadAsync(AccessKeyStore.ListAsync, cancellation))
                        {
                            var user = users.First(one => one.UserId == key.UserId);
                            given.InvocationConfiguration.Output.WriteLine(
                                $"{key.Ak}  {user.Name}  {(key.IsEnabled ? "enabled" : "disabled")}"
                            );
                        }
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Command CreateVerb()
    {
        var start = new StartOptions();
        var user = UserOption();
        var command = new Command("create", "Makes an access key and prints it once.") { user };
        start.AddTo(command);
        command.SetAction(
            (given, cancellation) =>
                AdminCommand.RunAsync(
                    start,
                    given,
                    async (database, seal) =>
                    {
                        var (ak, sk) = (Secrets.NewAk(), Secrets.NewSk());
                        await new AccessKeys(database, seal).AddAsync(ak, sk, given.GetValue(user), cancellation);
                        given.InvocationConfiguration.Output.WriteLine($"AK {ak}{Environment.NewLine}SK {sk}");
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Command ImportVerb()
    {
        var start = new StartOptions();
        var user = UserOption();
        var ak = new Option<string>("--ak") { Description = "Public half.", Required = true };
        var sk = new Option<string>("--sk")
        {
            Description =
                "Secret half; a single dash reads it from standard input, where other processes cannot see it.",
            Required = true,
        };
        var command = new Command("import", "Takes over a key that exists elsewhere.") { ak, sk, user };
        start.AddTo(command);
        command.SetAction(
            (given, cancellation) =>
                AdminCommand.RunAsync(
                    start,
                    given,
                    async (database, seal) =>
                    {
                        var secret = given.GetRequiredValue(sk);
                        if (secret == "-")
                            secret = await Console.In.ReadLineAsync(cancellation) ?? "";
                        await new AccessKeys(database, seal).AddAsync(
                            given.GetRequiredValue(ak),
                            secret,
                            given.GetValue(user),
                            cancellation
                        );
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Command DisableVerb()
    {
        var start = new StartOptions();
        var ak = new Argument<string>("ak");
        var command = new Command("disable", "Ends a key: within five seconds no node accepts it.") { ak };
        start.AddTo(command);
        command.SetAction(
            (given, cancellation) =>
                AdminCommand.RunAsync(
                    start,
                    given,
                    (database, seal) =>
                        new AccessKeys(database, seal).DisableAsync(given.GetRequiredValue(ak), cancellation),
                    cancellation
                )
        );
        return command;
    }

    private static Option<string?> UserOption() =>
        new("--user") { Description = "Name of the user; the first user by default." };
}
