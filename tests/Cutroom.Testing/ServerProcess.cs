using System.Collections.Concurrent;
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

    /// <summary>Of the log, for the message of a failing spec.</summary>
    private const int KeptLines = 200;

    private readonly Process process;
    private readonly ConcurrentQueue<string> log;
    private readonly Task reading;

    private ServerProcess(Process process, ConcurrentQueue<string> log, Task reading, Uri address)
    {
        (this.process, this.log, this.reading) = (process, log, reading);
        Address = address;
    }

    public Uri Address { get; }

    public int Id => process.Id;

    /// <summary>The last lines it wrote.</summary>
    public string Log => string.Join(Environment.NewLine, log);

    /// <summary>Makes the schema and the first account without starting a server.</summary>
    public static async Task<BootstrapIdentity> PrepareAsync(string dataFolder)
    {
        var options = new ServerOptions { DataFolder = dataFolder };
        await ServerHost.PrepareAsync(options, CancellationToken.None);
        await using var database = new Database(options.DatabaseOptions);
        var bootstrap = new Bootstrap(database, SealKeyFile.Open(options).Seal);
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

        var log = new ConcurrentQueue<string>();
        var ready = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = Process.Start(start)!; // null only with a shell of the desktop
        var reading = Task.WhenAll(
            ReadAsync(process.StandardOutput, log, ready),
            ReadAsync(process.StandardError, log, ready)
        );
        var ended = reading.ContinueWith(
            _ => ready.TrySetException(new InvalidOperationException($"The server ended: {string.Join('\n', log)}")),
            TaskScheduler.Default
        );
        return new(process, log, Task.WhenAll(reading, ended), await ready.Task);
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

    private static async Task ReadAsync(
        StreamReader lines,
        ConcurrentQueue<string> log,
        TaskCompletionSource<Uri> ready
    )
    {
        while (await lines.ReadLineAsync() is { } line)
        {
            log.Enqueue(line);
            if (log.Count > KeptLines)
                log.TryDequeue(out _);
            if (line.StartsWith(Ready, StringComparison.Ordinal))
                ready.TrySetResult(new Uri(line[Ready.Length..]));
        }
    }
}
