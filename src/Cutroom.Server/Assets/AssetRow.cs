using System.Text.Json;
using System.Text.Json.Serialization;
using Cutroom.Rendering.Probing;
using Cutroom.Server.Storage;

namespace Cutroom.Server.Assets;

/// <summary>A row of the table, as the database gives it. Properties, not a constructor: SQLite does not tell the type of what is not there.</summary>
internal sealed record AssetRow
{
    public const string Columns = """
        asset_id, title, description, tags, video_name, video_type, status, hidden, auto_publish, expected_md5,
        delivery_key, generation_id, media, created_ms, modified_ms, category_id,
        coalesce((
            select name from asset_categories
            where asset_categories.project_id = assets.project_id and asset_categories.category_id = assets.category_id
        ), 'other') as category_name
        """;

    public required string AssetId { get; init; }
    public required string Title { get; init; }
    public required string Description { get; init; }
    public required string Tags { get; init; }
    public required string VideoName { get; init; }
    public required string VideoType { get; init; }
    public required string Status { get; init; }
    public long Hidden { get; init; }
    public long AutoPublish { get; init; }
    public string? ExpectedMd5 { get; init; }
    public required string DeliveryKey { get; init; }
    public string? GenerationId { get; init; }
    public string? Media { get; init; }
    public long CreatedMs { get; init; }
    public long ModifiedMs { get; init; }
    public long CategoryId { get; init; }
    public required string CategoryName { get; init; }

    public Asset ToAsset() =>
        new(
            new(AssetId),
            Title,
            AssetStatusWords.Parse(Status),
            GenerationId is { } generation ? new GenerationId(generation) : null,
            Media is null ? null : JsonSerializer.Deserialize(Media, StoredMedia.Default.MediaInfo)
        )
        {
            Description = Description,
            Tags = Tags,
            CategoryId = CategoryId,
            CategoryName = CategoryName,
            VideoName = VideoName,
            VideoType = VideoType,
            IsHidden = Hidden == 1,
            AutoPublish = AutoPublish == 1,
            ExpectedMd5 = ExpectedMd5,
            DeliveryKey = DeliveryKey,
            CreatedMs = CreatedMs,
            ModifiedMs = ModifiedMs,
        };
}

[JsonSerializable(typeof(MediaInfo))]
internal sealed partial class StoredMedia : JsonSerializerContext;
