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
internal sealed class ConfirmUpload(Database database, MediaFiles files, Renderer renderer)
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
        var (status, media) = body.Status switch
        {
            "FAILED" => (AssetStatus.Failed, null),
            "CANCELLED" => (AssetStatus.Cancelled, null),
            _ => (
                asset.AutoPublish ? AssetStatus.Published : AssetStatus.Created,
                await ProbeAsync(caller.ProjectId, asset, context.RequestAborted)
            ),
        };
        await database.WriteAsync(
            async session =>
            {
                if (
                    !await UploadStore.ConfirmAsync(
                        session,
                        caller.ProjectId,
                        asset.AssetId,
                        status,
                        asset.GenerationId,
                        media
                    )
                )
                    throw new Refusal(WireError.WrongStateToConfirm, ": it changed meanwhile");
                await AuditLog.WriteAsync(
                    session,
                    caller.ProjectId,
                    caller.UserId,
                    Permissions.Upload.Action,
                    id,
                    context.TraceIdentifier,
                    body.Status
                );
                return true;
            },
            context.RequestAborted
        );
    }

    private async Task<Asset> FindAsync(ProjectId project, AssetId id, CancellationToken cancellation)
    {
        var found = await database.ReadAsync(session => AssetStore.FindAsync(session, project, [id]), cancellation);
        if (found is not [var asset])
            throw new Refusal(WireError.UnknownResource);
        return asset.Status == AssetStatus.Creating
            ? asset
            : throw new Refusal(WireError.WrongStateToConfirm, $": it is {asset.Status.ToWire()}");
    }

    private async Task<MediaInfo> ProbeAsync(ProjectId project, Asset asset, CancellationToken cancellation)
    {
        if (asset.GenerationId is not { } generation)
            throw new Refusal(WireError.WrongStateToConfirm, ": no file was uploaded");
        return await renderer.ProbeAsync(files.MainFile(project, generation), cancellation) switch
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
