using Cutroom.Server.Storage;

namespace Cutroom.Server.Assets;

/// <summary>A page of assets with the names of their files, and how many match.</summary>
internal sealed record AssetPage(IReadOnlyList<(Asset Asset, string? MainFile)> Assets, long Total)
{
    /// <summary>For info and list. The primary key gives the order; a page reaches <see cref="AssetQuery.Window"/> rows at the deepest.</summary>
    public static async Task<AssetPage> ReadAsync(DbSession session, ProjectId project, AssetQuery query)
    {
        var (where, arguments) = Filter(project, query);
        var total = await session.SingleAsync<long>(
            $"select count(*) from (select 1 from assets where {where} limit {AssetQuery.Window}) as counted",
            arguments
        );
        arguments["size"] = (long)query.Size;
        arguments["skip"] = (long)query.Page * query.Size;
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

    /// <summary>Conditions on columns, each with its argument; only what the caller asked for.</summary>
    private static (string Where, Dictionary<string, object> Arguments) Filter(ProjectId project, AssetQuery query)
    {
        var conditions = new List<string> { "project_id = @project and hidden = 0" };
        var arguments = new Dictionary<string, object> { ["project"] = project.Value };

        void Add(string condition, string name, object value)
        {
            conditions.Add(condition);
            arguments[name] = value;
        }

        if (query.Ids.Count > 0)
            Add("asset_id in @ids", "ids", query.Ids);
        if (query.Statuses is { } statuses)
            Add("status in @statuses", "statuses", statuses);
        if (query.MediaTypes.Count > 0)
            Add("video_type in @types", "types", query.MediaTypes);
        if (query.CategoryId is { } category)
            Add("category_id = @category", "category", category);
        if (query.FromMs is { } from)
            Add("created_ms >= @from", "from", from);
        if (query.UntilMs is { } until)
            Add("created_ms < @until", "until", until);
        if (query.Words is { } words)
            Add(Words, "words", $"%{Escaped(words)}%");
        foreach (var (index, tag) in query.Tags.Index())
            Add($"',' || tags || ',' like @tag{index} escape '!'", $"tag{index}", $"%,{Escaped(tag)},%");
        return (string.Join(" and ", conditions), arguments);
    }

    private const string Words = """
        (title like @words escape '!' or description like @words escape '!' or exists (
            select 1 from asset_categories
            where asset_categories.project_id = assets.project_id
                and asset_categories.category_id = assets.category_id and name like @words escape '!'))
        """;

    private static string Escaped(string words) =>
        words
            .Replace("!", "!!", StringComparison.Ordinal)
            .Replace("%", "!%", StringComparison.Ordinal)
            .Replace("_", "!_", StringComparison.Ordinal);
}
