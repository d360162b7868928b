using System.Text.Json;
using Cutroom.Rendering.Probing;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;

namespace Cutroom.Server.Assets;

/// <summary>The statements of an upload: the grant in the URL, the bytes that came, the confirmation.</summary>
internal static class UploadStore
{
    private const string Granted = """
        project_id = @project and asset_id = @asset and status = 'CREATING' and hidden = 0 and upload_hash = @hash
        """;

    /// <summary>For create by upload, beside the insert. Only the hash of the token is kept.</summary>
    public static Task GrantAsync(
        DbSession session,
        ProjectId project,
        AssetId asset,
        string token,
        TimeSpan lifetime
    ) =>
        session.ExecuteAsync(
            $"""
            update assets set upload_hash = @hash, upload_until_ms = {session.Dialect.NowMs} + @lifetime
            where project_id = @project and asset_id = @asset
            """,
            new
            {
                project = project.Value,
                asset = asset.Value,
                hash = Secrets.TokenHash(token),
                lifetime = (long)lifetime.TotalMilliseconds,
            }
        );

    /// <summary>Before the first byte is taken. Primary key.</summary>
    /// <returns>Null where the grant is unknown, over, or used up by a confirmation.</returns>
    public static async Task<Asset?> FindGrantedAsync(
        DbSession session,
        ProjectId project,
        AssetId asset,
        string token
    ) =>
        (
            await session.SingleAsync<AssetRow>(
                $"""
                select {AssetRow.Columns} from assets
                where {Granted} and upload_until_ms > {session.Dialect.NowMs}
                """,
                Key(project, asset, token)
            )
        )?.ToAsset();

    /// <summary>After the bytes are durable. Guarded by the grant: an asset confirmed meanwhile keeps what it has.</summary>
    /// <returns>False where the grant is gone; the bytes belong to nobody then.</returns>
    public static async Task<bool> KeepAsync(
        DbSession session,
        ProjectId project,
        AssetId asset,
        string token,
        Generation generation
    )
    {
        var kept = await session.ExecuteAsync(
            $"update assets set generation_id = @generation, modified_ms = {session.Dialect.NowMs} where {Granted}",
            new
            {
                project = project.Value,
                asset = asset.Value,
                hash = Secrets.TokenHash(token),
                generation = generation.Id.Value,
            }
        );
        if (kept == 1)
            await AssetStore.AddGenerationAsync(session, project, generation);
        return kept == 1;
    }

    /// <summary>For confirm, of bytes that came into the store without us. Guarded by the bytes the asset had when they were taken.</summary>
    public static async Task<bool> TakeAsync(DbSession session, ProjectId project, Asset asset, Generation taken)
    {
        var changed = await session.ExecuteAsync(
            """
            update assets set generation_id = @taken
            where project_id = @project and asset_id = @asset and status = 'CREATING' and hidden = 0
              and coalesce(generation_id, '') = @before
            """,
            new
            {
                project = project.Value,
                asset = asset.AssetId.Value,
                taken = taken.Id.Value,
                before = asset.GenerationId?.Value ?? "",
            }
        );
        if (changed == 1)
            await AssetStore.AddGenerationAsync(session, project, taken);
        return changed == 1;
    }

    /// <summary>For confirm. Guarded by the state and by the very bytes that were probed; ends the grant.</summary>
    /// <param name="media">Null where the upload failed or was given up.</param>
    public static async Task<bool> ConfirmAsync(
        DbSession session,
        ProjectId project,
        AssetId asset,
        AssetStatus status,
        GenerationId? generation,
        MediaInfo? media
    ) =>
        await session.ExecuteAsync(
            $"""
            update assets
            set status = @status, media = @media, upload_hash = null, upload_until_ms = null,
                modified_ms = {session.Dialect.NowMs}
            where project_id = @project and asset_id = @asset and status = 'CREATING' and hidden = 0
              and coalesce(generation_id, '') = @generation
            """,
            new
            {
                project = project.Value,
                asset = asset.Value,
                status = status.ToWire(),
                generation = generation?.Value ?? "",
                media = media is null ? null : JsonSerializer.Serialize(media, StoredMedia.Default.MediaInfo),
            }
        ) == 1;

    private static object Key(ProjectId project, AssetId asset, string token) =>
        new
        {
            project = project.Value,
            asset = asset.Value,
            hash = Secrets.TokenHash(token),
        };
}
