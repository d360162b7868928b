using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Assets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Assets;

/// <summary>The two listings: info with play addresses, list with one summary each.</summary>
internal static class ListAssets
{
    public static async Task<Ok<AssetInfoList>> InfoAsync(
        HttpContext context,
        QueryValues values,
        Caller caller,
        Database database
    )
    {
        var query = AssetQuery.Of(values);
        var page = await PageAsync(context, caller, database, query);
        var reached = (query.Page + 1L) * query.Size;
        return TypedResults.Ok(
            new AssetInfoList(
                [.. page.Assets.Select(entry => Info(context, caller.ProjectId, entry.Asset, entry.MainFile))],
                reached < page.Total ? 1 : 0,
                page.Total
            )
        );
    }

    public static async Task<Ok<AssetSummaryList>> SummaryAsync(
        HttpContext context,
        QueryValues values,
        Caller caller,
        Database database
    )
    {
        var page = await PageAsync(context, caller, database, AssetQuery.Of(values));
        return TypedResults.Ok(
            new AssetSummaryList(
                page.Total,
                [.. page.Assets.Select(entry => Summary(context, caller.ProjectId, entry.Asset, entry.MainFile))]
            )
        );
    }

    private static Task<AssetPage> PageAsync(HttpContext context, Caller caller, Database database, AssetQuery query) =>
        database.ReadAsync(session => AssetPage.ReadAsync(session, caller.ProjectId, query), context.RequestAborted);

    /// <summary>Also the answer of publish and unpublish.</summary>
    public static AssetInfo Info(HttpContext context, ProjectId project, Asset asset, string? mainFile)
    {
        var info = AssetFacts.BaseInfo(context, project, asset, mainFile);
        PlayInfo[] play =
            info.VideoUrl is { } url && asset.VideoType is "MP4" or "HLS"
                ? [new(asset.VideoType.ToLowerInvariant(), info.VideoUrl ?? url, 0, info.MetaData)]
                : [];
        return new(asset.AssetId.Value, asset.Status.ToWire(), "", false, info, play);
    }

    private static AssetSummary Summary(HttpContext context, ProjectId project, Asset asset, string? mainFile)
    {
        var facts = asset.Media is { } media ? AssetFacts.MetaData(asset.VideoType, media) : null;
        return new()
        {
            AssetId = asset.AssetId.Value,
            Title = asset.Title,
            Description = asset.Description,
            Duration = facts?.Duration ?? 0,
            DurationMs = facts?.DurationMs ?? 0,
            Size = facts?.VideoSize ?? 0,
            OriginalUrl = AssetUrls.Delivery(context, project, asset, mainFile),
            Category = asset.CategoryName,
            CreateTime = WireTime.Compact(asset.CreatedMs),
            AssetStatus = asset.Status.ToListWire(),
            MediaType = asset.VideoType,
        };
    }
}
