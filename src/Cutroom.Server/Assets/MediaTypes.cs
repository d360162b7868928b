namespace Cutroom.Server.Assets;

/// <summary>Content types of what is delivered, by the suffix of our own file name. None of them can run in a browser.</summary>
internal static class MediaTypes
{
    // Source: VOD API reference, upload, content types by suffix.
    public static string Of(string file) =>
        Path.GetExtension(file) switch
        {
            ".mp4" or ".m4v" => "video/mp4",
            ".mov" => "video/quicktime",
            ".ts" => "video/mp2t",
            ".m4s" => "video/iso.segment",
            ".flv" => "video/x-flv",
            ".avi" => "video/x-msvideo",
            ".mkv" => "video/x-matroska",
            ".webm" => "video/webm",
            ".m3u8" => "application/vnd.apple.mpegurl",
            ".mp3" => "audio/mpeg",
            ".m4a" => "audio/mp4",
            _ => "application/octet-stream",
        };
}
