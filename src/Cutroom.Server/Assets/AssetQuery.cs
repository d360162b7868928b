using System.Globalization;
using Cutroom.Server.Hosting;
using Cutroom.Wire;

namespace Cutroom.Server.Assets;

/// <summary>The filter and page of info and list. Source: VOD API reference, query asset information, list assets.</summary>
internal sealed record AssetQuery
{
    private const int MaxIds = 10;

    private static readonly string[] StatusFilters = ["status", "assetStatus", "transcodeStatus"];

    private static readonly string[] NotDone = ["UN_TRANSCODE", "UN_THUMBNAIL", "UN_REVIEW"];

    /// <summary>The deepest row a page may reach, and the most that total counts.</summary>
    public const int Window = 20_000;

    public required IReadOnlyList<string> Ids { get; init; }

    /// <summary>Stored words; null: any.</summary>
    public IReadOnlyList<string>? Statuses { get; init; }

    /// <summary>Each of them must be there; empty: any.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>UTC milliseconds, inclusive; null: open.</summary>
    public long? FromMs { get; init; }

    /// <summary>UTC milliseconds, exclusive; null: open.</summary>
    public long? UntilMs { get; init; }

    /// <summary>Looked for in title, description and name of the category.</summary>
    public string? Words { get; init; }

    /// <summary>Null: any.</summary>
    public long? CategoryId { get; init; }

    public IReadOnlyList<string> MediaTypes { get; init; } = [];

    public bool OldestFirst { get; init; }

    public required int Page { get; init; }

    public required int Size { get; init; }

    public static AssetQuery Of(QueryValues query)
    {
        var ids = query.All("asset_id");
        if (ids.Count > MaxIds)
            throw new Refusal(WireError.IllegalParameter, $"asset_id ({ids.Count}, at most {MaxIds})");
        var page = query.Number("page", 0, 0, Window);
        var size = query.Number("size", 10, 1, 100);
        if ((page + 1L) * size > Window)
            throw new Refusal(WireError.IllegalParameter, $"page ((page + 1) * size is over {Window})");
        return new()
        {
            Ids = ids,
            Statuses = StatusesOf(query),
            Tags = TagsOf(query),
            CategoryId = CategoryOf(query),
            // Source: the page says the times are left aside when ids are given.
            FromMs = ids.Count > 0 ? null : Time(query, "start_time"),
            UntilMs = ids.Count > 0 ? null : Time(query, "end_time"),
            Words = query.Text("query_string") is { Length: > 0 } words ? words : null,
            MediaTypes = query.All("media_type"),
            OldestFirst = query.Text("order") is "asc" or "ASC",
            Page = ids.Count > 0 ? 0 : page,
            Size = ids.Count > 0 ? MaxIds : size,
        };
    }

    /// <summary>What is named in every filter that is given; each may name several.</summary>
    private static string[]? StatusesOf(QueryValues query)
    {
        string[][] given = [.. StatusFilters.Select(name => query.All(name).ToArray())];
        return given.All(words => words.Length == 0)
            ? null
            :
            [
                .. Enum.GetValues<AssetStatus>()
                    .Where(status => given.All(words => words.Length == 0 || words.Any(word => Matches(status, word))))
                    .Select(status => status.ToWire()),
            ];
    }

    private static long? CategoryOf(QueryValues query) =>
        query.Text("category_id") switch
        {
            null or "" => null,
            "-1" => Category.Other,
            _ => query.Number("category_id", ifAbsent: 0, least: 0, most: int.MaxValue),
        };

    private static string[] TagsOf(QueryValues query)
    {
        var tags = query.Text("tags")?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return tags.Length <= NewAsset.MaxTags
            ? tags
            : throw new Refusal(WireError.IllegalParameter, $"tags ({tags.Length}, at most {NewAsset.MaxTags})");
    }

    /// <summary>A word of another family matches nothing, but for those that say "not done", which is so for every asset here.</summary>
    private static bool Matches(AssetStatus status, string word) =>
        status.ToWire() == word || status.ToListWire() == word || NotDone.Contains(word);

    private static long? Time(QueryValues query, string name) =>
        query.Text(name) switch
        {
            null or "" => null,
            var text
                when DateTimeOffset.TryParseExact(
                    text,
                    "yyyyMMddHHmmss",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal,
                    out var time
                ) => time.ToUnixTimeMilliseconds(),
            _ => throw new Refusal(WireError.IllegalParameter, $"{name} (yyyyMMddHHmmss)"),
        };
}
