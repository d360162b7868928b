using System.Diagnostics;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Identity;

namespace Cutroom.Testing;

/// <summary>The built server as a process of its own, to be killed, paused and started again on the same data folder.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Ready = "Cutroom listens on ";

    private readonly Process process;
    private readonly ProcessLog log;
    private readonly Task reading;

    private ServerProcess(Process process, ProcessLog log, Task reading, Uri address)
    {
        (this.process, this.log, this.reading) = (process, log, reading);
        Address = address;
    }

    public Uri Address { get; }

    public int Id => process.Id;

    /// <summary>The last lines it wrote.</summary>
    public string Log => log.ToString();

    /// <summary>Waits until it has logged a line that holds all of the texts, or ends without.</summary>
    public async Task LoggedAsync(params string[] texts)
    {
        var logged = log.HoldsAsync(texts);
        if (await Task.WhenAny(logged, reading) != logged && !logged.IsCompleted)
            throw new InvalidOperationException(
                $"The server ended before it logged '{string.Join(' ', texts)}': {Log}"
            );
    }

    /// <summary>Makes the schema and the first account without starting a server.</summary>
    /// <param name="database">SQLite in the data folder where null.</param>
    public static async Task<BootstrapIdentity> PrepareAsync(string dataFolder, string? database = null)
    {
        var options = new ServerOptions { DataFolder = dataFolder, Database = database };
        await ServerHost.PrepareAsync(options, CancellationToken.None);
        await using var store = new Database(options.DatabaseOptions);
        var bootstrap = new Bootstrap(store, SealKeyFile.Open(options).Seal);
        return await bootstrap.CreateAsync(CancellationToken.None)
            ?? throw new InvalidOperationException("The database was not empty.");
    }

    /// <returns>The server, once it accepts requests.</returns>
    /// <param name="settings">Environment variables.</param>
    public static async Task<ServerProcess> StartAsync(
        string dataFolder,
        IReadOnlyDictionary<string, string>? settings = null,
        string role = "all"
    )
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Cutroom.Server.dll"),
                "serve",
                "--listen",
                "http://127.0.0.1:0",
                "--data",
                dataFolder,
                "--role",
                role,
            },
        };
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
            start.Environment[key] = value;

        var log = new ProcessLog();
        var process = Process.Start(start)!; // null only with a shell of the desktop
        var ready = log.HoldsAsync(Ready);
        var reading = Task.WhenAll(log.ReadAsync(process.StandardOutput), log.ReadAsync(process.StandardError));
        if (await Task.WhenAny(ready, reading) != ready && !ready.IsCompleted)
            throw new InvalidOperationException($"The server ended: {log}");
        return new(process, log, reading, new Uri((await ready)[Ready.Length..]));
    }

    /// <summary>A client that signs with the key.</summary>
    public HttpClient NewClient(BootstrapIdentity identity) =>
        new(
            new RequestSigning(
                identity.Ak,
                identity.Sk,
                identity.ProjectId,
                TimeProvider.System,
                new SocketsHttpHandler { MaxConnectionsPerServer = 1000 }
            )
        )
        {
            BaseAddress = Address,
        };

    /// <summary>As kill -9 does: nothing of it runs on. Its children are its own affair.</summary>
    public Task KillAsync() => EndAsync("KILL");

    /// <summary>As a service manager stops it.</summary>
    public Task StopAsync() => EndAsync("TERM");

    public Task PauseAsync() => SignalAsync("STOP");

    public Task ResumeAsync() => SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        await reading;
        process.Dispose();
    }

    private async Task EndAsync(string signal)
    {
        await SignalAsync(signal);
        await process.WaitForExitAsync();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }
}
