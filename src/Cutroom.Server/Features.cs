using Cutroom.Rendering;
using Cutroom.Server.Assets;
using Cutroom.Server.EditingTasks;
using Cutroom.Server.Events;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Nodes;
using Cutroom.Server.Storage;

namespace Cutroom.Server;

/// <summary>The features of the server, one line each.</summary>
internal static class Features
{
    /// <summary>What the features keep: stores, caches, background loops.</summary>
    public static void Add(IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(_ => new Database(options.DatabaseOptions));
        var queue = QueueOptions.Read(Environment.GetEnvironmentVariable) with
        {
            BringsSources = options.S3 is not null,
        };
        services.AddSingleton(provider => new Renderer(
            new RendererOptions
            {
                PieceCacheFolder = Path.Combine(options.MediaFolder, "pieces"),
                PieceCacheBytes = queue.PieceCacheBytes,
            },
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddNodes();
        services.AddIdentity(options);
        services.AddAssets(options);
        services.AddEditingTasks(options.Role, queue);
        services.AddEvents(options.Role, EventOptions.Read(Environment.GetEnvironmentVariable));
    }

    /// <summary>Runs between routing and every handler.</summary>
    public static void UseGate(WebApplication app)
    {
        if (!IsWorker(app))
            app.UseMiddleware<Gate>();
    }

    public static void Map(WebApplication app)
    {
        app.MapHealth();
        if (IsWorker(app))
            return;
        app.MapIdentity();
        app.MapAssets();
        app.MapEditingTasks();
        app.MapWebhooks();
    }

    /// <summary>A worker has no seal key and answers no caller: it shows nothing but its health.</summary>
    private static bool IsWorker(WebApplication app) =>
        app.Services.GetRequiredService<ServerOptions>().Role == ServerRole.Worker;
}
