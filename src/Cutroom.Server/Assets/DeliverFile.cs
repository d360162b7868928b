using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Cutroom.Server.Assets;

/// <summary>Serves bytes to whoever holds the address: whole, by range, or the segments a playlist names.</summary>
internal sealed class DeliverFile(Database database, MediaFiles files, TimeProvider time)
{
    public static Task<PhysicalFileHttpResult> HandleAsync(
        HttpContext context,
        string project,
        string asset,
        string grant,
        string file,
        DeliverFile operation
    ) => operation.RunAsync(context, new(project), new(asset), grant, file);

    private async Task<PhysicalFileHttpResult> RunAsync(
        HttpContext context,
        ProjectId project,
        AssetId id,
        string grant,
        string file
    )
    {
        var found = await database.ReadAsync(
            async session =>
                await AssetStore.FindAsync(session, project, [id]) is [{ GenerationId: { } bytes } asset]
                && DeliveryGrant.IsValid(grant, asset, bytes, time.GetUtcNow())
                    ? await AssetStore.FindGenerationAsync(session, project, bytes)
                    : null,
            context.RequestAborted
        );
        // Nothing, expired, forged, gone: one answer. The name must be one of the folder's own, so no path leads out of it.
        if (
            found is not { } generation
            || Directory
                .EnumerateFiles(files.GenerationFolder(project, generation.Id))
                .FirstOrDefault(path => Path.GetFileName(path) == file)
                is not { } path
        )
            throw new Refusal(WireError.SourceObjectMissing);

        context.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.PhysicalFile(
            path,
            ContentType(Path.GetExtension(file)),
            entityTag: new EntityTagHeaderValue($"\"{generation.Sha256}-{file}\""),
            enableRangeProcessing: true
        );
    }

    // Source: VOD API reference, upload, content types by suffix. Nothing here can run in a browser.
    private static string ContentType(string extension) =>
        extension switch
        {
            ".mp4" or ".m4v" => "video/mp4",
            ".mov" => "video/quicktime",
            ".ts" => "video/mp2t",
            ".flv" => "video/x-flv",
            ".avi" => "video/x-msvideo",
            ".mkv" => "video/x-matroska",
            ".webm" => "video/webm",
            ".m3u8" => "application/vnd.apple.mpegurl",
            ".mp3" => "audio/mpeg",
            ".m4a" => "audio/mp4",
            _ => "application/octet-stream",
        };
}
