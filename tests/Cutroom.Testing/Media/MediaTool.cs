using System.Diagnostics;
using System.Text;

namespace Cutroom.Testing.Media;

/// <summary>What a call of ffmpeg or ffprobe gave.</summary>
/// <param name="Errors">All of standard error, trimmed.</param>
internal sealed record ToolOutput(int ExitCode, byte[] Bytes, string Errors)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>Lines of standard output that are not empty.</summary>
    public IReadOnlyList<string> Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>The real engine, called without the product's code: what tests read back must not depend on what they check.</summary>
internal static class MediaTool
{
    /// <summary>Runs to the end whatever comes out.</summary>
    public static async Task<ToolOutput> RunAsync(string program, IEnumerable<string> arguments, string? folder = null)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // Start returns null only for shell verbs, which are off.
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var bytes = new MemoryStream();
        var output = process.StandardOutput.BaseStream.CopyToAsync(bytes);
        var errors = process.StandardError.ReadToEndAsync();
        await Task.WhenAll(output, errors, process.WaitForExitAsync());
        return new(process.ExitCode, bytes.ToArray(), (await errors).Trim());
    }

    /// <summary>Makes a file; a failure of the engine is a fault of the test.</summary>
    public static async Task MakeAsync(IEnumerable<string> arguments, string? folder = null)
    {
        string[] all = ["-nostdin", "-hide_banner", "-v", "error", "-y", .. arguments];
        var made = await RunAsync("ffmpeg", all, folder);
        if (made.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"ffmpeg ended with {made.ExitCode}: {made.Errors}\n{string.Join(' ', all)}"
            );
        }
    }

    /// <summary>Playlists open files only of the usual extension unless told otherwise.</summary>
    public static string[] Playlist(string path) =>
        path.EndsWith(".m3u8", StringComparison.Ordinal) ? ["-allowed_extensions", "ALL"] : [];
}
