using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Assets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Assets;

/// <summary>Deletes up to ten assets, each with its own result. An asset that an unfinished task edits stays, as FAILED.</summary>
internal static class DeleteAssets
{
    private const int MaxIds = 10;

    public static async Task<Ok<DeleteAssetsResponse>> HandleAsync(
        HttpContext context,
        QueryValues query,
        Caller caller,
        Database database
    )
    {
        // Source: the text says comma separated, the SDKs repeat the parameter.
        string[] ids =
        [
            .. query.All("asset_id").SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries)),
        ];
        if (ids.Length is 0 or > MaxIds)
            throw new Refusal(WireError.IllegalParameter, $"asset_id ({ids.Length}, 1 to {MaxIds})");
        if (query.Text("delete_type") is { Length: > 0 } type)
            throw new Refusal(WireError.IllegalParameter, $"delete_type ({type}: an asset here is its source file)");

        var results = await database.WriteAsync(
            async session =>
            {
                var results = new List<DeleteAssetResult>();
                foreach (var id in ids)
                    results.Add(await DeleteAsync(session, context, caller, new(id)));
                return results;
            },
            context.RequestAborted
        );
        return TypedResults.Ok(new DeleteAssetsResponse(results));
    }

    private static async Task<DeleteAssetResult> DeleteAsync(
        DbSession session,
        HttpContext context,
        Caller caller,
        AssetId asset
    )
    {
        if (!await AssetStore.DeleteAsync(session, caller.ProjectId, asset))
            return new(asset.Value, "FAILED");
        await AuditLog.WriteAsync(
            session,
            caller.ProjectId,
            caller.UserId,
            Permissions.DeleteAsset.Action,
            asset.Value,
            context.TraceIdentifier
        );
        return new(asset.Value, "DELETED");
    }
}
