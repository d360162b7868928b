using Cutroom.Rendering;
using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Nodes;

internal static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app) =>
        app.MapGet("/health", AnswerAsync)
            .OpenTo("load balancers ask it; it tells how this node is and nothing of what it holds");

    public static void AddNodes(this IServiceCollection services) =>
        services
            .AddSingleton<WorkerState>()
            .AddSingleton<NodeHeartbeat>()
            .AddHostedService(provider => provider.GetRequiredService<NodeHeartbeat>());

    /// <summary>Ready means: this process answers and its database does.</summary>
    private static async Task<Ok<HealthAnswer>> AnswerAsync(
        Database database,
        Renderer renderer,
        NodeHeartbeat heartbeat,
        ServerOptions options,
        CancellationToken cancellation
    )
    {
        await database.ReadAsync(session => session.SingleAsync<long>("select 1"), cancellation);
        var state = heartbeat.State;
        var status =
            state.IsOutdated ? "outdated"
            : state.IsSkewed ? "skewed"
            : "ok";
        var engine = await renderer.EngineVersionAsync(cancellation);
        var role = options.Role.ToString().ToLowerInvariant();
        return TypedResults.Ok(new HealthAnswer(status, NodeHeartbeat.Version, engine, database.Dialect.Name, role));
    }
}
