using System.Text.Json;
using System.Text.Json.Serialization;
using Cutroom.Rendering.Probing;
using Cutroom.Server.Storage;

namespace Cutroom.Server.Assets;

/// <summary>A row of the table, as the database gives it.</summary>
internal sealed record AssetRow(
    string AssetId,
    string Title,
    string Description,
    string Tags,
    string VideoName,
    string VideoType,
    string Status,
    long Hidden,
    long AutoPublish,
    string? ExpectedMd5,
    string DeliveryKey,
    string? GenerationId,
    string? Media,
    long CreatedMs,
    long ModifiedMs
)
{
    public const string Columns = """
        asset_id, title, description, tags, video_name, video_type, status, hidden, auto_publish, expected_md5,
        delivery_key, generation_id, media, created_ms, modified_ms
        """;

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
