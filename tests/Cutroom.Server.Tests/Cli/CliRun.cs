using System.Diagnostics;
using Cutroom.Testing;

namespace Cutroom.Server.Tests.Cli;

/// <summary>One run of the command line as a process, and all it wrote.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Errors)
{
    /// <summary>The clients of a server: address, keys and project in the environment.</summary>
    public static Dictionary<string, string> SettingsOf(RunningServer server) =>
        new()
        {
            ["CUTROOM_ENDPOINT"] = server.Address.ToString(),
            ["CUTROOM_AK"] = server.Identity.Ak,
            ["CUTROOM_SK"] = server.Identity.Sk,
            ["CUTROOM_PROJECT"] = server.Identity.ProjectId,
        };

    public static async Task<CliRun> OfAsync(
        string folder,
        IReadOnlyDictionary<string, string> settings,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        using var process = Process.Start(start)!; // null only with a shell of the desktop
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await errors);
    }

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "Cutroom.Cli.dll");
}
