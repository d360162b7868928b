using System.Globalization;
using Cutroom.Server.Hosting;
using Cutroom.Wire;

namespace Cutroom.Server.Assets;

/// <summary>The filter and page of info and list. Source: VOD API reference, query asset information, list assets.</summary>
internal sealed record AssetQuery
{
    private const int MaxIds = 10;

    /// <summary>The deepest row a page may reach, and the most that total counts.</summary>
    public const int Window = 20_000;

    public required IReadOnlyList<string> Ids { get; init; }

    /// <summary>Stored words; empty: any.</summary>
    public required IReadOnlyList<string> Statuses { get; init; }

    /// <summary>UTC milliseconds, inclusive; null: open.</summary>
    public long? FromMs { get; init; }

    /// <summary>UTC milliseconds, exclusive; null: open.</summary>
    public long? UntilMs { get; init; }

    /// <summary>Looked for in title and description.</summary>
    public string? Words { get; init; }

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
            Statuses = [.. query.All("status").SelectMany(StatusesOf)],
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

    /// <summary>A status of another family (transcoding, review) matches nothing here.</summary>
    private static IEnumerable<string> StatusesOf(string word) =>
        Enum.GetValues<AssetStatus>()
            .Where(status => status.ToWire() == word || status.ToListWire() == word)
            .Select(status => status.ToWire())
            .DefaultIfEmpty("NONE");

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
