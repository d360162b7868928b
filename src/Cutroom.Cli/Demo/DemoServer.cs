using System.Diagnostics;
using System.Text.Json;
using Cutroom.Wire;
using Cutroom.Wire.Identity;

namespace Cutroom.Cli.Demo;

/// <summary>A server of the demo's own: embedded defaults, a free port, a temporary data folder that goes with it.</summary>
internal sealed class DemoServer : IAsyncDisposable
{
    private const string Ready = "Cutroom listens on ";

    /// <summary>Time to hand back what it renders; then it is killed.</summary>
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(10);

    private readonly Process process;
    private readonly string folder;

    private DemoServer(Process process, string folder, Uri address, BootstrapIdentity identity)
    {
        (this.process, this.folder) = (process, folder);
        (Address, Identity) = (address, identity);
    }

    public Uri Address { get; }

    public BootstrapIdentity Identity { get; }

    public static async Task<DemoServer> StartAsync(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("cutroom-demo-").FullName;
        try
        {
            var made = await RunAsync(["admin", "bootstrap", "--data", folder, "--json"], cancellation);
            var identity =
                JsonSerializer.Deserialize(made, WireJson.Default.BootstrapIdentity)
                ?? throw new CommandFailure("The bootstrap printed nothing.");
            // One slot: while it renders, the next task waits and can be cancelled.
            var process = Start(["serve", "--listen", "http://127.0.0.1:0", "--data", folder]);
            return new(process, folder, await AddressAsync(process, cancellation), identity);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await kill.WaitForExitAsync();
            using var grace = new CancellationTokenSource(StopGrace, TimeProvider.System);
            await process.WaitForExitAsync(grace.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static Process Start(string[] arguments)
    {
        // Beside this program's folder stands the server's, built alike.
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var server = Path.Combine(own.Parent!.Parent!.FullName, "Cutroom.Server", own.Name, "Cutroom.Server.dll");
        if (!File.Exists(server))
            throw new CommandFailure($"The server is not built: there is no {server}.");
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["CUTROOM_WORKER_SLOTS"] = "1" },
        };
        foreach (var argument in new[] { server }.Concat(arguments))
            start.ArgumentList.Add(argument);
        return Process.Start(start)!; // null only with a shell of the desktop
    }

    private static async Task<string> RunAsync(string[] arguments, CancellationToken cancellation)
    {
        using var process = Start(arguments);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? output : throw new CommandFailure(await errors);
    }

    private static async Task<Uri> AddressAsync(Process process, CancellationToken cancellation)
    {
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (!line.StartsWith(Ready, StringComparison.Ordinal))
                continue;
            // Nobody reads on: what it logs from here must not fill the pipe.
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            return new Uri(line[Ready.Length..].Split(' ')[0]);
        }

        throw new CommandFailure("The server ended before it was ready.");
    }
}
