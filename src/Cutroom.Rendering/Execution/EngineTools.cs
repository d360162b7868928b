using System.Collections.Frozen;
using System.Diagnostics;
using System.Globalization;

namespace Cutroom.Rendering.Execution;

/// <summary>
/// The command line around a child: own session and process group, dies with its parent, gains no privileges, leaves no core
/// file, cannot write past a limit, sees an empty environment.
/// </summary>
internal static class EngineTools
{
    // Many inputs are open at once: two for each segment, and the libraries' own.
    private const int MaxOpenFiles = 512;

    private static readonly FrozenDictionary<string, string?> Wrappers = new[] { "setsid", "setpriv", "prlimit" }
        .Select(name => KeyValuePair.Create(name, Find(name)))
        .ToFrozenDictionary();

    /// <summary>Null when the program or one of the wrapping tools is not installed.</summary>
    public static ProcessStartInfo? Wrap(string program, EngineCommand command)
    {
        if (Find(program) is not { } path || Wrappers.Values.Any(found => found is null))
        {
            return null;
        }

        var start = new ProcessStartInfo(Wrappers["setsid"]!) // checked above
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Clear();
        foreach (var argument in Prefix(command).Append(path).Concat(command.Arguments))
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    private static IEnumerable<string> Prefix(EngineCommand command)
    {
        yield return Wrappers["setpriv"]!; // checked by the caller
        yield return "--no-new-privs";
        yield return "--pdeathsig";
        yield return "KILL";
        yield return Wrappers["prlimit"]!; // checked by the caller
        yield return "--core=0";
        yield return Limit("nofile", MaxOpenFiles);
        yield return Limit("fsize", command.MaxFileBytes);
        if (command.MemoryBytes is { } memory)
        {
            yield return Limit("as", memory);
        }
    }

    private static string Limit(string name, long value) =>
        string.Create(CultureInfo.InvariantCulture, $"--{name}={value}");

    private static string? Find(string program) =>
        Path.IsPathRooted(program)
            ? File.Exists(program)
                ? program
                : null
            : (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(':')
                .Append("/usr/bin")
                .Where(Path.IsPathRooted)
                .Select(folder => Path.Combine(folder, program))
                .FirstOrDefault(File.Exists);
}
