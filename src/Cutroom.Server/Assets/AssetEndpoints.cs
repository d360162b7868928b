using Cutroom.Server.Access;
using Cutroom.Server.Hosting;

namespace Cutroom.Server.Assets;

/// <summary>The calls on assets, and what stands behind them.</summary>
internal static class AssetEndpoints
{
    private const string Path = "/v1.0/{project_id}/asset";

    // Source: VOD API reference, each call's own page: changes fail with 403, look-ups with 400.
    private const int ChangeFails = 403;
    private const int LookUpFails = 400;

    public static void MapAssets(this WebApplication app)
    {
        app.MapPost(Path, CreateAsset.HandleAsync).Requires(Permissions.Upload).FailsWith(ChangeFails);
        app.MapPost($"{Path}/status/uploaded", ConfirmUpload.HandleAsync)
            .Requires(Permissions.Upload)
            .FailsWith(ChangeFails);
        app.MapDelete(Path, DeleteAssets.HandleAsync).Requires(Permissions.DeleteAsset).FailsWith(ChangeFails);
        app.MapGet($"{Path}/details", ShowAssetDetails.HandleAsync)
            .Requires(Permissions.GetDetails)
            .FailsWith(LookUpFails);
        app.MapGet($"{Path}/info", ListAssets.InfoAsync).Requires(Permissions.GetInfo).FailsWith(LookUpFails);
        app.MapGet($"{Path}/list", ListAssets.SummaryAsync).Requires(Permissions.ListAssets).FailsWith(LookUpFails);
        app.MapPut($"{Path}/info", UpdateAssetInfo.HandleAsync).Requires(Permissions.ModifyInfo).FailsWith(LookUpFails);
        app.MapPost($"{Path}/status/publish", PublishAssets.PublishAsync)
            .Requires(Permissions.Publish)
            .FailsWith(ChangeFails);
        app.MapPost($"{Path}/status/unpublish", PublishAssets.UnpublishAsync)
            .Requires(Permissions.Unpublish)
            .FailsWith(ChangeFails);
        app.MapGet($"{Path}/duplication", CheckDuplication.HandleAsync)
            .Requires(Permissions.CheckDuplication)
            .FailsWith(LookUpFails);
        MapCategories(app);

        app.MapPut(AssetUrls.UploadPath, UploadFile.HandleAsync)
            .OpenTo("the address holds the right to upload one file")
            .FailsWith(ChangeFails);
        app.MapMethods(AssetUrls.DeliveryPath, ["GET", "HEAD"], DeliverFile.HandleAsync)
            .OpenTo("the address holds the right to read one asset")
            .FailsWith(404);
    }

    // Source: VOD API reference, media asset categories: all of them fail with 400.
    private static void MapCategories(WebApplication app)
    {
        const string category = $"{Path}/category";
        app.MapPost(category, ChangeCategories.CreateAsync).Requires(Permissions.CreateCategory).FailsWith(LookUpFails);
        app.MapPut(category, ChangeCategories.RenameAsync).Requires(Permissions.ModifyCategory).FailsWith(LookUpFails);
        app.MapDelete(category, ChangeCategories.DeleteAsync)
            .Requires(Permissions.DeleteCategory)
            .FailsWith(LookUpFails);
        app.MapGet(category, ListCategories.TreeAsync).Requires(Permissions.ListCategories).FailsWith(LookUpFails);
        app.MapGet("/v2/{project_id}/asset/categories", ListCategories.NamedAsync)
            .Requires(Permissions.ListCategories)
            .FailsWith(LookUpFails);
    }

    public static void AddAssets(this IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(provider => MediaFiles.Open(options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AssetUrls>().AddSingleton<UploadFile>().AddSingleton<ConfirmUpload>();
        services.AddSingleton<DeliverFile>();
        if (options.Role != ServerRole.Api)
            services.AddHostedService<MediaSweep>();
    }
}
