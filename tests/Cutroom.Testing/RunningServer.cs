using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cutroom.Testing;

/// <summary>The whole server in this process: real listener on a free loopback port, its own data folder, keys made by the bootstrap.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private RunningServer(WebApplication app, ServerOptions options, TimeProvider time, BootstrapIdentity identity)
    {
        this.app = app;
        Options = options;
        Time = time;
        Identity = identity;
        Address = new Uri(app.Urls.Single());
        Client = NewClient(identity.Ak, identity.Sk, identity.ProjectId);
        Anonymous = new HttpClient { BaseAddress = Address };
    }

    public Uri Address { get; }

    public ServerOptions Options { get; }

    public TimeProvider Time { get; }

    /// <summary>The administrator of the first account.</summary>
    public BootstrapIdentity Identity { get; }

    /// <summary>Signs every request with the administrator's key.</summary>
    public HttpClient Client { get; }

    /// <summary>Sends no credentials.</summary>
    public HttpClient Anonymous { get; }

    public IServiceProvider Services => app.Services;

    public Database Database => Services.GetRequiredService<Database>();

    /// <param name="time">The server's and the signing client's clock; the system's where null.</param>
    /// <param name="database">One of the forms of <c>CUTROOM_DATABASE</c>; SQLite in the data folder where null.</param>
    /// <param name="change">Other options than the defaults.</param>
    /// <param name="addRoutes">Routes of the test's own, behind the same gate.</param>
    public static async Task<RunningServer> StartAsync(
        TimeProvider? time = null,
        string? database = null,
        Func<ServerOptions, ServerOptions>? change = null,
        Action<WebApplication>? addRoutes = null
    )
    {
        var options = new ServerOptions
        {
            Listen = "http://127.0.0.1:0",
            DataFolder = Directory.CreateTempSubdirectory("cutroom-test-").FullName,
            Database = database,
        };
        options = change is null ? options : change(options);
        time ??= TimeProvider.System;
        await ServerHost.PrepareAsync(options, CancellationToken.None);
        var app = ServerHost.Build(options, time, addRoutes);
        var identity = await app.Services.GetRequiredService<Bootstrap>().CreateAsync(CancellationToken.None);
        await app.StartAsync();
        return new(app, options, time, identity ?? throw new InvalidOperationException("The database was not empty."));
    }

    /// <summary>A client that signs with another key.</summary>
    /// <param name="projectId">Sent as <c>X-Project-Id</c>; null leaves the header out.</param>
    public HttpClient NewClient(string ak, string sk, string? projectId) =>
        new(new RequestSigning(ak, sk, projectId, Time, new SocketsHttpHandler())) { BaseAddress = Address };

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Anonymous.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(Options.DataFolder, recursive: true);
    }
}
