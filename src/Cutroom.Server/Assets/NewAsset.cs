using System.Text;
using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Assets;

namespace Cutroom.Server.Assets;

/// <summary>The rules of create by file upload. Pure; refuses what is missing or too long, naming the field and the limit.</summary>
internal static class NewAsset
{
    public const int MaxTags = 16;

    private const int MaxName = 128;
    private const int MaxDescription = 1024;
    private const int MaxTag = 16;

    // Source: VOD API reference, create asset by file upload, video_type; WEBM and HLS from newer pages and the SDKs.
    private static readonly HashSet<string> Types =
    [
        .. "MP4 TS MOV MXF MPG FLV WMV AVI M4V F4V MPEG 3GP ASF MKV WEBM HLS".Split(' '),
        .. "MP3 OGG WAV WMA APE FLAC AAC AC3 MMF AMR M4A M4R WV MP2".Split(' '),
    ];

    public static Asset Of(CreateAssetRequest request)
    {
        var type = Text(request.VideoType, "video_type", MaxName);
        if (!Types.Contains(type))
            throw Illegal($"video_type ({type})");
        if (request.AutoPublish is not (null or 0 or 1))
            throw Illegal("auto_publish (0 or 1)");
        return new Asset(new(Ids.New()), Title(request.Title), AssetStatus.Creating, null, null)
        {
            VideoName = Text(request.VideoName, "video_name", MaxName),
            VideoType = type,
            Description = Description(request.Description ?? ""),
            Tags = CheckedTags(request.Tags ?? ""),
            CategoryId = request.CategoryId ?? Category.Other,
            AutoPublish = request.AutoPublish != 0,
            ExpectedMd5 = request.VideoMd5 is { Length: > 0 } md5 ? Md5(md5, "video_md5") : null,
        };
    }

    /// <summary>Base64 or hex of 16 bytes, as lower-case hex. Source: the page's appendix says base64, its samples show hex.</summary>
    public static string Md5(string text, string field)
    {
        if (text.Length == 32 && text.All(char.IsAsciiHexDigit))
            return text.ToLowerInvariant();
        var bytes = new byte[16];
        return text.Length == 24 && Convert.TryFromBase64String(text, bytes, out var length) && length == bytes.Length
            ? Convert.ToHexStringLower(bytes)
            : throw Illegal($"{field} (an MD5 in base64 or hex)");
    }

    public static string Title(string? text) => Text(text, "title", MaxName);

    public static string Description(string text) => Bounded(text, "description", MaxDescription);

    public static string CheckedTags(string text)
    {
        var tags = text.Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (tags.Length > MaxTags)
            throw Illegal($"tags ({tags.Length}, at most {MaxTags})");
        foreach (var tag in tags)
            Bounded(tag, "tags", MaxTag);
        return text;
    }

    private static string Text(string? text, string field, int most) =>
        text is { Length: > 0 } ? Bounded(text, field, most) : throw Illegal(field);

    private static string Bounded(string text, string field, int most) =>
        Encoding.UTF8.GetByteCount(text) is var bytes && bytes <= most
            ? text
            : throw Illegal($"{field} ({bytes} bytes, at most {most})");

    private static Refusal Illegal(string field) => new(WireError.IllegalParameter, field);
}
