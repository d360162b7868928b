using System.CommandLine;

namespace Cutroom.Cli.Client;

/// <summary>Which server, and as whom: the same options for every verb that calls one.</summary>
internal sealed class ServerChoice
{
    private readonly Option<string?> server = new("--server")
    {
        Description = "Address of the server, http://127.0.0.1:8080 by default (CUTROOM_ENDPOINT).",
    };
    private readonly Option<string?> ak = new("--ak") { Description = "Access key (CUTROOM_AK)." };
    private readonly Option<string?> project = new("--project") { Description = "Project id (CUTROOM_PROJECT)." };

    public Option<bool> Json { get; } = new("--json") { Description = "Prints one JSON object on stdout." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { server, ak, project, Json })
            command.Add(option);
    }

    public VodClient Open(ParseResult given)
    {
        var (address, key, secret, id) = Read(given);
        return new(address, key, secret, id);
    }

    /// <summary>The secret key comes from the environment alone: an argument could be read by others on the machine.</summary>
    public (Uri Server, string Ak, string Sk, string Project) Read(ParseResult given)
    {
        var address = given.GetValue(server) ?? Setting("CUTROOM_ENDPOINT") ?? "http://127.0.0.1:8080";
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new CommandFailure($"--server takes http://HOST:PORT, not '{address}'.");
        return (
            url,
            given.GetValue(ak) ?? Needed("CUTROOM_AK", "the access key"),
            Needed("CUTROOM_SK", "the secret key"),
            given.GetValue(project) ?? Needed("CUTROOM_PROJECT", "the project id")
        );
    }

    private static string? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static string Needed(string name, string what) =>
        Setting(name) ?? throw new CommandFailure($"Set {name} to {what}; the server shows it at its first start.");
}
