using Cutroom.Server.Storage;

namespace Cutroom.Server.Assets;

/// <summary>Addresses that answers carry, under the host the caller itself used. Opaque to clients.</summary>
internal sealed class AssetUrls(MediaFiles files, TimeProvider time)
{
    public const string UploadPath = "/upload/{project}/{asset}/{token}";
    public const string DeliveryPath = "/media/{project}/{asset}/{grant}/{file}";

    private static readonly TimeSpan SignedFor = TimeSpan.FromDays(1);

    public static string Upload(HttpContext context, ProjectId project, AssetId asset, string token) =>
        $"{Origin(context)}/upload/{project}/{asset}/{token}";

    /// <returns>Valid as long as the asset has its bytes; null where it has none to show.</returns>
    public static string? Delivery(HttpContext context, ProjectId project, Asset asset, string? mainFile) =>
        Address(context, project, asset, mainFile, null);

    /// <returns>Valid for a day; of the store itself where clients reach it.</returns>
    public string? Signed(HttpContext context, ProjectId project, Asset asset, string? mainFile) =>
        asset.Status.IsEditable()
        && asset.GenerationId is { } generation
        && mainFile is not null
        && files.DownloadUrl(project, generation, mainFile, SignedFor) is { } ofStore
            ? ofStore
            : Address(context, project, asset, mainFile, time.GetUtcNow() + SignedFor);

    private static string? Address(
        HttpContext context,
        ProjectId project,
        Asset asset,
        string? mainFile,
        DateTimeOffset? until
    ) =>
        asset.Status.IsEditable() && asset.GenerationId is { } generation && mainFile is not null
            ? $"{Origin(context)}/media/{project}/{asset.AssetId}/{DeliveryGrant.Make(asset, generation, until)}/{mainFile}"
            : null;

    private static string Origin(HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host}";
}
