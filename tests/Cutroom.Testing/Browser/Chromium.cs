using System.Diagnostics;

namespace Cutroom.Testing.Browser;

/// <summary>A real browser without a window and with a profile of its own; gone, with all its children, when disposed.</summary>
internal sealed class Chromium : IDisposable
{
    // Nothing of it may call home, and it runs as whoever runs the tests.
    private static readonly string[] Flags =
    [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--autoplay-policy=no-user-gesture-required",
        "--mute-audio",
    ];

    private readonly string _profile = Directory.CreateTempSubdirectory("cutroom-browser-").FullName;
    private readonly Process _process;

    /// <summary>Opens a page. What comes of it the page has to tell by itself.</summary>
    public Chromium(Uri page)
    {
        var start = new ProcessStartInfo("chromium", [.. Flags, $"--user-data-dir={_profile}", page.AbsoluteUri])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!; // null only with a shell of the desktop
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // A child that was just killed may still have had a file open; the folder is a temporary one.
        }
    }
}
