using System.Diagnostics;
using Cutroom.Rendering;
using Cutroom.Rendering.Probing;
using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Assets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Assets;

/// <summary>Ends an upload. CREATED probes the file first: what is no media is refused with the cause, and the upload may be repeated.</summary>
internal sealed class ConfirmUpload(Database database, MediaFiles files, Renderer renderer, ServerOptions options)
{
    public static async Task<Ok<ConfirmUploadResponse>> HandleAsync(
        HttpContext context,
        Caller caller,
        ConfirmUpload operation
    )
    {
        var body = await JsonBody.ReadAsync(context, WireJson.Default.ConfirmUploadRequest);
        await operation.RunAsync(context, caller, body);
        return TypedResults.Ok(new ConfirmUploadResponse(body.AssetId ?? ""));
    }

    private async Task RunAsync(HttpContext context, Caller caller, ConfirmUploadRequest body)
    {
        if (body.AssetId is not { Length: > 0 } id)
            throw new Refusal(WireError.IllegalParameter, "asset_id");
        if (body.Status is not ("CREATED" or "FAILED" or "CANCELLED"))
            throw new Refusal(WireError.IllegalParameter, "status (CREATED, FAILED or CANCELLED)");

        var asset = await FindAsync(caller.ProjectId, new(id), context.RequestAborted);
        if (body.Status == "CREATED")
            await AcceptAsync(context, caller, asset);
        else
            await EndAsync(
                context,
                caller,
                asset,
                body.Status == "FAILED" ? AssetStatus.Failed : AssetStatus.Cancelled
            );
        await files.ForgetUploadAsync(caller.ProjectId, asset.AssetId, CancellationToken.None);
    }

    /// <summary>The bytes came through us and are a generation already, or they lie where the client put them in the store.</summary>
    private async Task AcceptAsync(HttpContext context, Caller caller, Asset asset)
    {
        var (project, cancellation) = (caller.ProjectId, context.RequestAborted);
        var taken = await files.TakeUploadAsync(project, asset, options.MaxUploadBytes, cancellation);
        try
        {
            if (taken is not null && asset.ExpectedMd5 is { } promised && promised != taken.Md5)
                throw new Refusal(WireError.IllegalParameter, $"video_md5 (the file's MD5 is {taken.Md5})");
            var media = await ProbeAsync(
                project,
                taken?.Generation ?? await UploadedAsync(project, asset, cancellation),
                cancellation
            );
            await EndAsync(
                context,
                caller,
                asset,
                asset.AutoPublish ? AssetStatus.Published : AssetStatus.Created,
                taken?.Generation,
                media
            );
        }
        catch (Exception exception) when (taken is not null && exception is not CommitFailedException)
        {
            // No row names it. Where the commit's outcome is not known, the sweep finds out.
            await files.RemoveAsync(project, taken.Generation.Id, CancellationToken.None);
            throw;
        }
    }

    /// <param name="taken">Bytes that no row names yet; null where the asset has its own, or none.</param>
    /// <param name="media">Null where the upload failed or was given up.</param>
    private Task<bool> EndAsync(
        HttpContext context,
        Caller caller,
        Asset asset,
        AssetStatus status,
        Generation? taken = null,
        MediaInfo? media = null
    ) =>
        database.WriteAsync(
            async session =>
            {
                var bytes = asset.GenerationId;
                if (taken is not null && await UploadStore.TakeAsync(session, caller.ProjectId, asset, taken))
                    bytes = taken.Id;
                if (!await UploadStore.ConfirmAsync(session, caller.ProjectId, asset.AssetId, status, bytes, media))
                    throw new Refusal(WireError.WrongStateToConfirm, ": it changed meanwhile");
                await AuditLog.WriteAsync(
                    session,
                    caller.ProjectId,
                    caller.UserId,
                    Permissions.Upload.Action,
                    asset.AssetId.Value,
                    context.TraceIdentifier,
                    status.ToWire()
                );
                return true;
            },
            context.RequestAborted
        );

    private async Task<Asset> FindAsync(ProjectId project, AssetId id, CancellationToken cancellation)
    {
        var found = await database.ReadAsync(session => AssetStore.FindAsync(session, project, [id]), cancellation);
        if (found is not [var asset])
            throw new Refusal(WireError.UnknownResource);
        return asset.Status == AssetStatus.Creating
            ? asset
            : throw new Refusal(WireError.WrongStateToConfirm, $": it is {asset.Status.ToWire()}");
    }

    private async Task<Generation> UploadedAsync(ProjectId project, Asset asset, CancellationToken cancellation) =>
        asset.GenerationId is { } id
        && await database.ReadAsync(session => AssetStore.FindGenerationAsync(session, project, id), cancellation)
            is { } generation
            ? generation
            : throw new Refusal(WireError.WrongStateToConfirm, ": no file was uploaded");

    private async Task<MediaInfo> ProbeAsync(ProjectId project, Generation generation, CancellationToken cancellation)
    {
        var source =
            await files.OpenAsync(project, generation, cancellation)
            ?? throw new Refusal(WireError.WrongStateToConfirm, ": its file is gone");
        return await renderer.ProbeAsync(source, cancellation) switch
        {
            ProbeResult.Probed(var media) => media,
            ProbeResult.Unreadable(var failure) when failure.IsRetryable => throw new InvalidOperationException(
                failure.Message
            ),
            ProbeResult.Unreadable(var failure) => throw new Refusal(WireError.UnsupportedAsset, failure.Message),
            _ => throw new UnreachableException(),
        };
    }
}
