using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Assets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Assets;

/// <summary>Everything about one asset.</summary>
internal static class ShowAssetDetails
{
    private static readonly string[] Categories = ["base_info", "transcode_info", "thumbnail_info", "review_info"];

    public static async Task<Ok<AssetDetails>> HandleAsync(
        HttpContext context,
        QueryValues query,
        Caller caller,
        Database database,
        AssetUrls urls
    )
    {
        var id = new AssetId(query.RequiredText("asset_id"));
        var wanted = query.All("categories");
        if (wanted.FirstOrDefault(category => !Categories.Contains(category)) is { } unknown)
            throw new Refusal(WireError.IllegalParameter, $"categories ({unknown})");

        var (asset, mainFile) = await database.ReadAsync(
            async session =>
            {
                var found = await AssetStore.FindAsync(session, caller.ProjectId, [id]);
                if (found is not [var asset])
                    throw new Refusal(WireError.UnknownResource);
                return (asset, await MainFileAsync(session, caller.ProjectId, asset));
            },
            context.RequestAborted
        );
        // Only base_info exists: nothing here is transcoded, snapshot or reviewed.
        var withBase = wanted.Count == 0 || wanted.Contains("base_info");
        var info = AssetFacts.BaseInfo(context, caller.ProjectId, asset, mainFile) with
        {
            SignUrl = urls.Signed(context, caller.ProjectId, asset, mainFile),
        };
        return TypedResults.Ok(new AssetDetails(id.Value, withBase ? info : null));
    }

    /// <returns>Null where the asset has no bytes.</returns>
    public static async Task<string?> MainFileAsync(DbSession session, ProjectId project, Asset asset) =>
        asset.GenerationId is { } generation
            ? (await AssetStore.FindGenerationAsync(session, project, generation))?.MainFile
            : null;
}
