using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;

namespace Cutroom.Server.Assets;

/// <summary>Serves bytes to whoever holds the address: whole, by range, or the segments a playlist names.</summary>
internal sealed class DeliverFile(Database database, MediaFiles files, TimeProvider time)
{
    public static Task<IResult> HandleAsync(
        HttpContext context,
        string project,
        string asset,
        string grant,
        string file,
        DeliverFile operation
    ) => operation.RunAsync(context, new(project), new(asset), grant, file);

    private async Task<IResult> RunAsync(HttpContext context, ProjectId project, AssetId id, string grant, string file)
    {
        var generation = await database.ReadAsync(
            async session =>
                await AssetStore.FindAsync(session, project, [id]) is [{ GenerationId: { } bytes } asset]
                && DeliveryGrant.IsValid(grant, asset, bytes, time.GetUtcNow())
                    ? await AssetStore.FindGenerationAsync(session, project, bytes)
                    : null,
            context.RequestAborted
        );
        // Nothing, expired, forged, gone: one answer.
        if (
            generation is null
            || await files.ServeAsync(project, generation, file, context.RequestAborted) is not { } served
        )
            throw new Refusal(WireError.SourceObjectMissing);

        context.Response.Headers.XContentTypeOptions = "nosniff";
        return served;
    }
}
