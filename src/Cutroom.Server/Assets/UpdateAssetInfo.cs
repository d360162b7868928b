using Cutroom.Server.Access;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Assets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Assets;

/// <summary>What is to be changed; null: nothing.</summary>
internal sealed record AssetChange(AssetId AssetId, string? Title, string? Description, string? Tags, long? CategoryId);

/// <summary>Changes title, description, tags or category of an asset, in whatever state it is.</summary>
internal static class UpdateAssetInfo
{
    public static async Task<NoContent> HandleAsync(HttpContext context, Caller caller, Database database)
    {
        var change = Read(await JsonBody.ReadAsync(context, WireJson.Default.UpdateAssetInfoRequest));
        await database.WriteAsync(
            async session =>
            {
                await CheckCategoryAsync(session, caller.ProjectId, change.CategoryId);
                if (!await AssetEdits.ChangeAsync(session, caller.ProjectId, change))
                    throw new Refusal(WireError.UnknownResource);
                await AuditLog.WriteAsync(
                    session,
                    caller.ProjectId,
                    caller.UserId,
                    Permissions.ModifyInfo.Action,
                    change.AssetId.Value,
                    context.TraceIdentifier
                );
                return true;
            },
            context.RequestAborted
        );
        return TypedResults.NoContent();
    }

    /// <summary>Also for create. A category that is deleted right after leaves the asset without one, which shows as the built-in.</summary>
    public static async Task CheckCategoryAsync(DbSession session, ProjectId project, long? category)
    {
        if (category is { } id && id != Category.Other && await CategoryStore.FindAsync(session, project, id) is null)
            throw new Refusal(WireError.UnknownCategory);
    }

    private static AssetChange Read(UpdateAssetInfoRequest request) =>
        new(
            request.AssetId is { Length: > 0 } id ? new(id) : throw new Refusal(WireError.IllegalParameter, "asset_id"),
            request.Title is { } title ? NewAsset.Title(title) : null,
            request.Description is { } description ? NewAsset.Description(description) : null,
            request.Tags is { } tags ? NewAsset.CheckedTags(tags) : null,
            request.CategoryId
        );
}
