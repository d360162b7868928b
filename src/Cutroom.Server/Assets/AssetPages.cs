using Cutroom.Server.Storage;

namespace Cutroom.Server.Assets;

/// <summary>A page of assets with the names of their files, and how many match.</summary>
internal sealed record AssetPage(IReadOnlyList<(Asset Asset, string? MainFile)> Assets, long Total)
{
    /// <summary>For info and list. The primary key gives the order; a page reaches <see cref="AssetQuery.Window"/> rows at the deepest.</summary>
    public static async Task<AssetPage> ReadAsync(DbSession session, ProjectId project, AssetQuery query)
    {
        var where = Where(query);
        var arguments = new
        {
            project = project.Value,
            ids = query.Ids,
            statuses = query.Statuses,
            types = query.MediaTypes,
            from = query.FromMs ?? 0,
            until = query.UntilMs ?? 0,
            words = $"%{Escaped(query.Words ?? "")}%",
            skip = (long)query.Page * query.Size,
            size = (long)query.Size,
            window = (long)AssetQuery.Window,
        };
        var total = await session.SingleAsync<long>(
            $"select count(*) from (select 1 from assets where {where} limit @window) as counted",
            arguments
        );
        var rows = await session.ListAsync<AssetRow>(
            $"""
            select {AssetRow.Columns} from assets where {where}
            order by asset_id {(query.OldestFirst ? "asc" : "desc")} limit @size offset @skip
            """,
            arguments
        );
        var assets = new List<(Asset, string?)>();
        foreach (var asset in rows.Select(row => row.ToAsset()))
            assets.Add((asset, await ShowAssetDetails.MainFileAsync(session, project, asset)));
        return new(assets, total);
    }

    private static string Where(AssetQuery query)
    {
        var conditions = new List<string> { "project_id = @project and hidden = 0" };
        if (query.Ids.Count > 0)
            conditions.Add("asset_id in @ids");
        if (query.Statuses.Count > 0)
            conditions.Add("status in @statuses");
        if (query.MediaTypes.Count > 0)
            conditions.Add("video_type in @types");
        if (query.FromMs is not null)
            conditions.Add("created_ms >= @from");
        if (query.UntilMs is not null)
            conditions.Add("created_ms < @until");
        if (query.Words is not null)
            conditions.Add("(title like @words escape '!' or description like @words escape '!')");
        return string.Join(" and ", conditions);
    }

    private static string Escaped(string words) =>
        words
            .Replace("!", "!!", StringComparison.Ordinal)
            .Replace("%", "!%", StringComparison.Ordinal)
            .Replace("_", "!_", StringComparison.Ordinal);
}
