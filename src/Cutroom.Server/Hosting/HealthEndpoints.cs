using Cutroom.Server.Access;
using Cutroom.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Hosting;

internal static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app) =>
        app.MapGet("/health", AnswerAsync).OpenTo("load balancers ask it; it tells nothing but that the server works");

    /// <summary>Ready means: this process answers and its database does.</summary>
    private static async Task<ContentHttpResult> AnswerAsync(Database database, CancellationToken cancellation)
    {
        await database.ReadAsync(session => session.SingleAsync<long>("select 1"), cancellation);
        return TypedResults.Text("""{"status":"ok"}""", "application/json");
    }
}
