using System.CommandLine;
using System.Text.Json.Nodes;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;

namespace Cutroom.Server.Access;

/// <summary>What a verb says, for people and for programs.</summary>
internal sealed record PolicyAnswer(string Text, JsonNode Json);

/// <summary>A verb on an account's policies: the options that all of them take, and how their answers are printed.</summary>
internal sealed class PolicyVerb
{
    private readonly Command command;
    private readonly StartOptions start = new();
    private readonly Option<bool> json = new("--json") { Description = "Prints JSON." };
    private readonly Option<string?> account = new("--account")
    {
        Description = "Name of the account, where there are several.",
    };

    public PolicyVerb(string name, string description)
    {
        command = new(name, description) { json, account };
        start.AddTo(command);
    }

    public PolicyVerb With(params Symbol[] symbols)
    {
        foreach (var symbol in symbols)
        {
            if (symbol is Option option)
                command.Add(option);
            else
                command.Add((Argument)symbol);
        }

        return this;
    }

    public Command Does(Func<ParseResult, AccountPolicies, CancellationToken, Task<PolicyAnswer>> work)
    {
        command.SetAction(
            (given, cancellation) =>
                AdminCommand.RunAsync(
                    start,
                    given,
                    async (database, _) =>
                    {
                        var answer = await work(given, new(database, given.GetValue(account)), cancellation);
                        given.InvocationConfiguration.Output.WriteLine(
                            given.GetValue(json) ? answer.Json.ToJsonString() : answer.Text
                        );
                    },
                    cancellation
                )
        );
        return command;
    }
}
