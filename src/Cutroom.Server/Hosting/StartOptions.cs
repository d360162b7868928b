using System.CommandLine;

namespace Cutroom.Server.Hosting;

/// <summary>The options that say where an installation lives, shared by every verb that touches it.</summary>
internal sealed class StartOptions
{
    private readonly Option<string?> data = new("--data")
    {
        Description = "Folder for whatever has no place of its own, ./data by default (CUTROOM_DATA).",
    };

    private readonly Option<string?> database = new("--database")
    {
        Description = "sqlite:PATH or postgres://…; a file in the data folder by default (CUTROOM_DATABASE).",
    };

    public void AddTo(Command command)
    {
        command.Add(data);
        command.Add(database);
    }

    /// <exception cref="FormatException">Names the key, the value and the range.</exception>
    public ServerOptions Read(ParseResult given, string? listen = null, string? role = null, string? media = null) =>
        ServerOptions.Read(
            new GivenOptions(listen, given.GetValue(data), role, given.GetValue(database), media),
            Environment.GetEnvironmentVariable
        );
}
