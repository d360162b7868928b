using System.CommandLine;
using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;

namespace Cutroom.Server.Identity;

/// <summary>One verb of an operator: opens the installation, does the work, prints a listing as text or, with <c>--json</c>, as one object.</summary>
internal sealed class AdminVerb : Command
{
    private readonly StartOptions start = new();
    private readonly Option<bool> json = new("--json") { Description = "Prints one JSON object." };
    private readonly Option<string?> account = new("--account")
    {
        Description = "Name of the account; may be left out where there is one only.",
    };

    /// <param name="symbols">The verb's own arguments and options.</param>
    public AdminVerb(
        string name,
        string description,
        Func<AdminCall, Task<Listing>> work,
        params IReadOnlyList<Symbol> symbols
    )
        : base(name, description)
    {
        foreach (var argument in symbols.OfType<Argument>())
            Add(argument);
        foreach (var option in symbols.OfType<Option>())
            Add(option);
        Add(account);
        Add(json);
        start.AddTo(this);
        SetAction(
            (given, cancellation) =>
                AdminCommand.RunAsync(
                    start,
                    given,
                    async (database, seal) =>
                    {
                        var names = new Names(database, given.GetValue(account), cancellation);
                        var listing = await work(new(database, seal, names, given, cancellation));
                        listing.Write(given.InvocationConfiguration.Output, given.GetValue(json));
                    },
                    cancellation
                )
        );
    }

    public static Argument<string> Named(string name, string description) => new(name) { Description = description };

    /// <summary>Secrets are read from standard input, where other processes cannot see them.</summary>
    public static async Task<string> ReadSecretAsync(string given, CancellationToken cancellation) =>
        given == "-" ? await Console.In.ReadLineAsync(cancellation) ?? "" : given;
}

/// <summary>What a verb works with.</summary>
internal sealed record AdminCall(
    Database Database,
    Seal Seal,
    Names Names,
    ParseResult Given,
    CancellationToken Cancellation
);
