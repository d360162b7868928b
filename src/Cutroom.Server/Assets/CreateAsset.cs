using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Assets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Assets;

/// <summary>Makes an asset that waits for its file, and the address that takes it.</summary>
internal static class CreateAsset
{
    private static readonly TimeSpan UploadWindow = TimeSpan.FromDays(1);

    public static async Task<Ok<CreateAssetResponse>> HandleAsync(
        HttpContext context,
        Caller caller,
        Database database,
        MediaFiles files
    )
    {
        var asset = NewAsset.Of(await JsonBody.ReadAsync(context, WireJson.Default.CreateAssetRequest));
        var token = Secrets.NewToken();
        await database.WriteAsync(
            async session =>
            {
                await UpdateAssetInfo.CheckCategoryAsync(session, caller.ProjectId, asset.CategoryId);
                await AssetStore.AddAsync(session, caller.ProjectId, asset);
                await UploadStore.GrantAsync(session, caller.ProjectId, asset.AssetId, token, UploadWindow);
                await AuditLog.WriteAsync(
                    session,
                    caller.ProjectId,
                    caller.UserId,
                    Permissions.Upload.Action,
                    asset.AssetId.Value,
                    context.TraceIdentifier
                );
                return true;
            },
            context.RequestAborted
        );
        return TypedResults.Ok(
            new CreateAssetResponse(
                asset.AssetId.Value,
                files.UploadUrl(caller.ProjectId, asset.AssetId, UploadWindow)
                    ?? AssetUrls.Upload(context, caller.ProjectId, asset.AssetId, token),
                [],
                new FileAddress(
                    "cutroom",
                    "local",
                    $"{caller.ProjectId}/{asset.AssetId}/source.{asset.VideoType.ToLowerInvariant()}"
                )
            )
        );
    }
}
