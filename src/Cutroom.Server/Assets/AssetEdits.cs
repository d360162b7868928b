using Cutroom.Server.Storage;

namespace Cutroom.Server.Assets;

/// <summary>The statements that change what people say of an asset, and who may see it; its bytes stay.</summary>
internal static class AssetEdits
{
    /// <summary>For update asset information; primary key. Null leaves a column as it is.</summary>
    /// <returns>False where there is no such asset.</returns>
    public static async Task<bool> ChangeAsync(DbSession session, ProjectId project, AssetChange change) =>
        await session.ExecuteAsync(
            $"""
            update assets set
                title = coalesce(@title, title), description = coalesce(@description, description),
                tags = coalesce(@tags, tags), category_id = coalesce(@category, category_id),
                modified_ms = {session.Dialect.NowMs}
            where project_id = @project and asset_id = @asset and hidden = 0
            """,
            new
            {
                project = project.Value,
                asset = change.AssetId.Value,
                title = change.Title,
                description = change.Description,
                tags = change.Tags,
                category = change.CategoryId,
            }
        ) == 1;

    /// <summary>For publish and unpublish; primary key. An asset in any other state is left as it is.</summary>
    /// <returns>True where the state changed.</returns>
    public static async Task<bool> MoveAsync(
        DbSession session,
        ProjectId project,
        AssetId asset,
        AssetStatus from,
        AssetStatus to
    ) =>
        await session.ExecuteAsync(
            $"""
            update assets set status = @to, modified_ms = {session.Dialect.NowMs}
            where project_id = @project and asset_id = @asset and hidden = 0 and status = @from
            """,
            new
            {
                project = project.Value,
                asset = asset.Value,
                from = from.ToWire(),
                to = to.ToWire(),
            }
        ) == 1;

    /// <summary>For the duplication check; assets_by_md5. The oldest, at most as many as are named.</summary>
    /// <param name="md5">Lower-case hex.</param>
    public static Task<IReadOnlyList<string>> WithContentAsync(
        DbSession session,
        ProjectId project,
        long size,
        string md5,
        int most
    ) =>
        session.ListAsync<string>(
            """
            select a.asset_id from assets a
            join generations g on g.project_id = a.project_id and g.generation_id = a.generation_id
            where a.project_id = @project and a.expected_md5 = @md5 and a.hidden = 0 and g.size_bytes = @size
            order by a.asset_id limit @most
            """,
            new
            {
                project = project.Value,
                md5,
                size,
                most = (long)most,
            }
        );
}
