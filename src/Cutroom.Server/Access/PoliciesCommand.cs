using System.CommandLine;
using System.Text.Json.Nodes;
using Cutroom.Server.Hosting;

namespace Cutroom.Server.Access;

/// <summary><c>admin policies</c>: an account's own policies, who holds which, and what they come to.</summary>
internal static class PoliciesCommand
{
    public static Command Create()
    {
        var command = new Command("policies", "Policies, who holds them, and what they allow.")
        {
            CreateVerb(),
            ListVerb(),
            ShowVerb(),
            DeleteVerb(),
            GrantVerb(
                "attach",
                "Gives a policy to a user or a group.",
                (policies, who, name, where, cancellation) => policies.AttachAsync(who, name, where, cancellation)
            ),
            GrantVerb(
                "detach",
                "Takes it back.",
                (policies, who, name, where, cancellation) => policies.DetachAsync(who, name, where, cancellation)
            ),
            PolicyTestCommand.Create(),
            ActionsVerb(),
        };
        command.Aliases.Add("policy");
        return command;
    }

    private static Command CreateVerb()
    {
        var verb = new PolicyVerb("create", "Keeps a policy of the account's own, of version 1.0, 1.1 or 5.0.");
        var name = new Option<string>("--name") { Description = "What it is called.", Required = true };
        var file = new Option<string>("--file")
        {
            Description = "The JSON document; a dash reads standard input.",
            Required = true,
        };
        var description = new Option<string>("--description") { DefaultValueFactory = _ => "" };
        return verb.With(name, file, description)
            .Does(
                async (given, policies, cancellation) =>
                {
                    var path = given.GetRequiredValue(file);
                    var text =
                        path == "-"
                            ? await Console.In.ReadToEndAsync(cancellation)
                            : await File.ReadAllTextAsync(path, cancellation);
                    var policy = new StoredPolicy(
                        given.GetRequiredValue(name),
                        given.GetRequiredValue(description),
                        text
                    );
                    await policies.CreateAsync(policy, cancellation);
                    return Changed("created", policy.Name);
                }
            );
    }

    private static Command ListVerb() =>
        new PolicyVerb("list", "Shows the system's policies and the account's own.").Does(
            async (_, policies, cancellation) =>
            {
                var own = await policies.ReadAsync(PolicyStore.ListAsync, cancellation);
                var lines = SystemPolicies
                    .All.Select(one => Line(one.Policy, one.Description, isOwn: false))
                    .Concat(
                        own.Select(one =>
                            Line(PolicyDocument.Read(one.Name, one.Document), one.Description, isOwn: true)
                        )
                    )
                    .ToList();
                return new(
                    string.Join(
                        Environment.NewLine,
                        lines.Select(line => $"{line["model"], -8}  {line["name"]}  {line["description"]}")
                    ),
                    new JsonArray([.. lines])
                );
            }
        );

    private static Command ShowVerb()
    {
        var name = new Argument<string>("name");
        return new PolicyVerb("show", "Prints a policy's document.")
            .With(name)
            .Does(
                async (given, policies, cancellation) =>
                {
                    var wanted = given.GetRequiredValue(name);
                    var document =
                        SystemPolicies.All.FirstOrDefault(one => one.Policy.Name == wanted)?.Document
                        ?? (
                            await policies.ReadAsync(
                                (session, account) => PolicyStore.FindAsync(session, account, wanted),
                                cancellation
                            )
                        )?.Document
                        ?? throw new InvalidOperationException($"There is no policy {wanted}.");
                    return new(document, JsonNode.Parse(document)!); // was read before it was kept
                }
            );
    }

    private static Command DeleteVerb()
    {
        var name = new Argument<string>("name");
        return new PolicyVerb("delete", "Removes a policy of the account's own that nobody holds.")
            .With(name)
            .Does(
                async (given, policies, cancellation) =>
                {
                    await policies.DeleteAsync(given.GetRequiredValue(name), cancellation);
                    return Changed("deleted", given.GetRequiredValue(name));
                }
            );
    }

    private static Command GrantVerb(
        string verb,
        string description,
        Func<AccountPolicies, PolicyHolder, string, GrantScope, CancellationToken, Task> act
    )
    {
        var name = new Argument<string>("name") { Description = "A system policy or one of the account's own." };
        var user = new Option<string?>("--user") { Description = "Name of the user." };
        var group = new Option<string?>("--group") { Description = "Name of the group." };
        var project = new Option<string?>("--project")
        {
            Description = "Name or id of the one project it counts in; everywhere by default.",
        };
        var isGlobal = new Option<bool>("--global") { Description = "It counts for the calls that name no project." };
        return new PolicyVerb(verb, description)
            .With(name, user, group, project, isGlobal)
            .Does(
                async (given, policies, cancellation) =>
                {
                    var who = PolicyHolder.Of(given.GetValue(user), given.GetValue(group));
                    var where = GrantScope.Of(given.GetValue(project), given.GetValue(isGlobal));
                    await act(policies, who, given.GetRequiredValue(name), where, cancellation);
                    return Changed($"{verb}ed", $"{given.GetRequiredValue(name)}, {who}{where}");
                }
            );
    }

    /// <summary>Needs no installation: the routes are the program's.</summary>
    private static Command ActionsVerb()
    {
        var command = new Command("actions", "Prints every action and the calls that need it (docs/permissions.md).");
        command.SetAction(
            async (given, _) =>
            {
                await using var app = ServerHost.Build(new ServerOptions(), TimeProvider.System);
                await given.InvocationConfiguration.Output.WriteAsync(PermissionTable.Document(app));
                return 0;
            }
        );
        return command;
    }

    private static JsonObject Line(AccessPolicy policy, string description, bool isOwn) =>
        new()
        {
            ["name"] = policy.Name,
            ["model"] = policy.Model.ToString().ToLowerInvariant(),
            ["own"] = isOwn,
            ["description"] = description,
        };

    private static PolicyAnswer Changed(string what, string name) =>
        new($"{what} {name}", new JsonObject { [what] = name });
}
