using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Assets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Assets;

/// <summary>
/// Publishes and withdraws assets. The answer tells the state of each, changed or not: an asset that is there already, or is not
/// ready, is no failure of the others.
/// </summary>
internal static class PublishAssets
{
    private const int MaxIds = 10;

    public static Task<Ok<PublishAssetsResponse>> PublishAsync(HttpContext context, Caller caller, Database database) =>
        MoveAsync(context, caller, database, Permissions.Publish, AssetStatus.Created, AssetStatus.Published);

    public static Task<Ok<PublishAssetsResponse>> UnpublishAsync(
        HttpContext context,
        Caller caller,
        Database database
    ) => MoveAsync(context, caller, database, Permissions.Unpublish, AssetStatus.Published, AssetStatus.Created);

    private static async Task<Ok<PublishAssetsResponse>> MoveAsync(
        HttpContext context,
        Caller caller,
        Database database,
        Permission permission,
        AssetStatus from,
        AssetStatus to
    )
    {
        var ids = Ids(await JsonBody.ReadAsync(context, WireJson.Default.PublishAssetsRequest));
        var infos = await database.WriteAsync(
            async session =>
            {
                var infos = new List<AssetInfo>();
                foreach (var id in ids)
                {
                    if (await AssetEdits.MoveAsync(session, caller.ProjectId, id, from, to))
                        await AuditLog.WriteAsync(
                            session,
                            caller.ProjectId,
                            caller.UserId,
                            permission.Action,
                            id.Value,
                            context.TraceIdentifier
                        );
                    infos.Add(await InfoAsync(session, context, caller.ProjectId, id));
                }

                return infos;
            },
            context.RequestAborted
        );
        return TypedResults.Ok(new PublishAssetsResponse(infos));
    }

    private static IReadOnlyList<AssetId> Ids(PublishAssetsRequest request)
    {
        if (request.AssetIds is not { Count: > 0 } texts || texts.Any(string.IsNullOrEmpty))
            throw new Refusal(WireError.IllegalParameter, "asset_id");
        return texts.Count <= MaxIds
            ? [.. texts.OfType<string>().Distinct().Select(text => new AssetId(text))]
            : throw new Refusal(WireError.TooManyAssets, $"{texts.Count}, at most {MaxIds}");
    }

    private static async Task<AssetInfo> InfoAsync(
        DbSession session,
        HttpContext context,
        ProjectId project,
        AssetId id
    ) =>
        await AssetStore.FindAsync(session, project, [id]) is [var asset]
            ? ListAssets.Info(context, project, asset, await ShowAssetDetails.MainFileAsync(session, project, asset))
            // Source: VOD API reference, publish assets: an id that is unknown is UNCREATED.
            : new(id.Value, "UNCREATED", "no asset", false, null, []);
}
