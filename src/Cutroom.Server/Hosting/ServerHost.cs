using Cutroom.Server.Access;
using Cutroom.Server.Storage;
using Cutroom.Wire;

namespace Cutroom.Server.Hosting;

/// <summary>Puts the server together: limits, request ids, errors, routing, the gate, then the features' routes.</summary>
internal static class ServerHost
{
    /// <summary>The schema must be there already (<see cref="PrepareAsync"/>).</summary>
    /// <param name="time">Every clock of the server except the database's.</param>
    /// <param name="addRoutes">Routes beside the features', under the same rules.</param>
    public static WebApplication Build(
        ServerOptions options,
        TimeProvider time,
        Action<WebApplication>? addRoutes = null
    )
    {
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ApplicationName = "Cutroom.Server" }
        );
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // A start that failed is told in one line by whoever started it.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(RequestLimits.Apply).UseUrls(options.Listen);
        builder.Services.AddRoutingCore();
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.DefaultIgnoreCondition = WireJson.Default.Options.DefaultIgnoreCondition;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, WireJson.Default);
        });
        builder.Services.AddSingleton(options).AddSingleton(time);
        Features.Add(builder.Services, options);

        var app = builder.Build();
        app.UseRequestIds();
        app.UseMiddleware<ErrorWriter>();
        app.UseRequestLimits();
        app.UseRouting();
        Features.UseGate(app);
        Features.Map(app);
        addRoutes?.Invoke(app);
        RouteRules.Check(app);
        return app;
    }

    /// <summary>Brings the schema up to date and refuses a database that does not keep what it acknowledges.</summary>
    public static async Task PrepareAsync(ServerOptions options, CancellationToken cancellation)
    {
        // Media, hashes and sealed secrets are nobody else's.
        Directory.CreateDirectory(
            options.DataFolder,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        );
        await MigrationRunner.RunAsync(options.DatabaseOptions, cancellation);
        await using var database = new Database(options.DatabaseOptions);
        await Durability.CheckAsync(database, cancellation);
    }
}
