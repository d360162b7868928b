using Cutroom.Rendering.Probing;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Assets;

namespace Cutroom.Server.Assets;

/// <summary>An asset in the words of the wire.</summary>
internal static class AssetFacts
{
    public static AssetBaseInfo BaseInfo(HttpContext context, ProjectId project, Asset asset, string? mainFile) =>
        new()
        {
            Title = asset.Title,
            VideoName = asset.VideoName,
            Description = asset.Description,
            CategoryId = asset.CategoryId,
            CategoryName = asset.CategoryName,
            CreateTime = WireTime.Compact(asset.CreatedMs),
            LastModified = WireTime.Compact(asset.ModifiedMs),
            VideoType = asset.VideoType,
            Tags = asset.Tags is { Length: > 0 } tags ? tags : null,
            MetaData = asset.Media is { } media ? MetaData(asset.VideoType, media) : null,
            VideoUrl = AssetUrls.Delivery(context, project, asset, mainFile),
        };

    public static AssetMetaData MetaData(string videoType, MediaInfo media) =>
        new()
        {
            PackType = videoType,
            Codec = CodecName(media.Video?.Codec ?? media.Audio?.Codec ?? ""),
            AudioCodec = media.Audio is { } audio ? CodecName(audio.Codec) : null,
            Duration = Math.Max(1, media.Duration.FloorMilliseconds() / 1000),
            DurationMs = media.Duration.FloorMilliseconds(),
            VideoSize = media.SizeBytes,
            Width = media.Video?.Width ?? 0,
            Height = media.Video?.Height ?? 0,
            BitRate = media.BitrateKbps,
            FrameRate = media.Video?.FrameRate is { } rate
                ? (int)((rate.Numerator + rate.Denominator / 2) / rate.Denominator)
                : 0,
            Quality = media.Video is { } video ? Quality(Math.Min(video.Width, video.Height)) : null,
            AudioChannels = media.Audio?.Channels ?? 0,
        };

    // Source: VOD API reference, query asset details, meta_data.codec.
    private static string CodecName(string codec) =>
        codec switch
        {
            "h264" => "H.264",
            "hevc" => "H.265",
            "mpeg2video" => "MPEG-2",
            "mpeg4" => "MPEG-4",
            _ => codec.ToUpperInvariant(),
        };

    // Ours: the page lists the words, not their bounds.
    private static string Quality(int shortSide) =>
        shortSide switch
        {
            >= 2160 => "4K",
            >= 1440 => "2K",
            >= 1080 => "FULL_HD",
            >= 720 => "HD",
            >= 480 => "SD",
            _ => "FLUENT",
        };
}
