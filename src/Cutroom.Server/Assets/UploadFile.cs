using System.Security.Cryptography;
using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Assets;

/// <summary>
/// Takes a file that is sent to us and not to the store itself: hashed on the way, durable before the answer. An upload that breaks off leaves nothing and
/// may be repeated; after the confirmation the address is dead.
/// </summary>
internal sealed class UploadFile(Database database, MediaFiles files, ServerOptions options)
{
    private const int BufferBytes = 256 << 10;

    public static async Task<Ok> HandleAsync(
        HttpContext context,
        string project,
        string asset,
        string token,
        UploadFile operation
    )
    {
        await operation.RunAsync(context, new(project), new(asset), token);
        return TypedResults.Ok();
    }

    private async Task RunAsync(HttpContext context, ProjectId project, AssetId id, string token)
    {
        var asset =
            await database.ReadAsync(
                session => UploadStore.FindGrantedAsync(session, project, id, token),
                context.RequestAborted
            ) ?? throw new Refusal(WireError.NotUploading);
        if (context.Request.ContentLength > options.MaxUploadBytes)
            throw TooLarge();
        // Set aside only for a grant that is good.
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;

        var folder = files.NewStagingFolder();
        try
        {
            var generation = await ReceiveAsync(context, asset, folder);
            await files.PublishAsync(folder, project, generation.Id, context.RequestAborted);
            if (
                !await database.WriteAsync(
                    session => UploadStore.KeepAsync(session, project, id, token, generation),
                    CancellationToken.None
                )
            )
                throw new Refusal(WireError.NotUploading);
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<Generation> ReceiveAsync(HttpContext context, Asset asset, string folder)
    {
        var name = MediaFiles.NameOf(asset);
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long size = 0;
        await using (var file = new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write))
        {
            var buffer = new byte[BufferBytes];
            while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is var read and > 0)
            {
                if ((size += read) > options.MaxUploadBytes)
                    throw TooLarge();
                md5.AppendData(buffer, 0, read);
                sha256.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
            }
        }

        var actual = Convert.ToHexStringLower(md5.GetHashAndReset());
        foreach (var (expected, field) in ExpectedMd5(context, asset))
        {
            if (expected != actual)
                throw new Refusal(WireError.IllegalParameter, $"{field} (the file's MD5 is {actual})");
        }

        return new(new(Ids.New()), name, size, Convert.ToHexStringLower(sha256.GetHashAndReset()));
    }

    private Refusal TooLarge() =>
        new(WireError.BodyTooLarge, $"{options.MaxUploadBytes >> 20} MiB (CUTROOM_MAX_UPLOAD_MIB)");

    private static IEnumerable<(string Md5, string Field)> ExpectedMd5(HttpContext context, Asset asset)
    {
        if (asset.ExpectedMd5 is { } promised)
            yield return (promised, "video_md5");
        if (context.Request.Headers.ContentMD5 is [{ Length: > 0 } sent])
            yield return (NewAsset.Md5(sent, "Content-MD5"), "Content-MD5");
    }
}
