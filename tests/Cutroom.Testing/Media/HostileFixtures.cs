using System.Text;
using static Cutroom.Testing.Media.FixtureRecipes;

namespace Cutroom.Testing.Media;

/// <summary>Files that try to have another file read, a connection made, or too much work done.</summary>
internal static class HostileFixtures
{
    /// <summary>What they would like to see: another caller's media.</summary>
    public static Fixture Bait { get; } = FixturesOfCallers.Ts;

    public static IReadOnlyList<Fixture.Written> Disguised { get; } =
    [
        Text("playlist_file_url", path => Playlist($"file://{path}")),
        Text("playlist_absolute_path", path => Playlist(path)),
        Text("playlist_sibling", path => Playlist(Path.GetFileName(path))),
        Text("playlist_http", _ => Playlist("http://127.0.0.1:9/other.ts")),
        Text("playlist_concat_chain", path => Playlist($"concat:{path}|{path}")),
        Text("playlist_key_file", path => Playlist(path, $"#EXT-X-KEY:METHOD=AES-128,URI=\"{path}\"\n")),
        Text("playlist_init_section", path => Playlist(path, $"#EXT-X-MAP:URI=\"file://{path}\"\n")),
        Text("dash_base_url", path => Dash($"file://{path}")),
        Text("concat_sibling", path => $"ffconcat version 1.0\nfile {Path.GetFileName(path)}\n"),
        Text("concat_absolute", path => $"ffconcat version 1.0\nfile '{path}'\n"),
        Text(
            "session_description",
            _ =>
                "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n"
        ),
        Text(
            "svg_outer_image",
            path => $"<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"file://{path}\"/></svg>"
        ),
        Text(
            "xml_entity",
            path => $"<?xml version=\"1.0\"?><!DOCTYPE MPD [<!ENTITY x SYSTEM \"file://{path}\">]><MPD>&x;</MPD>"
        ),
        Text("log_text", _ => string.Concat(Enumerable.Repeat("2026-01-01 00:00:00 INFO nothing happened\n", 400))),
        Text("ansi_text", _ => string.Concat(Enumerable.Repeat("\u001b[31mred\u001b[0m\r\n", 400))),
    ];

    /// <summary>A decoder that nobody needs and that had a memory error.</summary>
    public static Fixture.Encoded RareCodec { get; } =
        new("rare_codec", ".avi", ["-f", "lavfi", "-i", "testsrc2=s=64x64:d=0.5", "-c:v", "magicyuv"]);

    public static Fixture.Altered RareCodecRenamed { get; } =
        new("rare_codec_renamed", ".mp4", RareCodec, "renamed", bytes => bytes);

    /// <summary>A few kilobytes that would unfold to pictures of 37 million pixels.</summary>
    public static Fixture.Encoded HugePicture { get; } =
        new(
            "huge_picture",
            ".mp4",
            [.. new[] { "-f", "lavfi", "-i", "color=s=8192x4608:r=1:d=1" }, .. H264("ultrafast", 40)]
        );

    /// <summary>A still picture is no video, whatever it unfolds to.</summary>
    public static Fixture.Encoded StillPicture { get; } =
        new("still_picture", ".png", ["-f", "lavfi", "-i", "testsrc2=s=64x64:d=0.04", "-frames:v", "1"]);

    public static Fixture.Altered StillPictureRenamed { get; } =
        new("still_picture_renamed", ".mp4", StillPicture, "renamed", bytes => bytes);

    private static Fixture.Written Text(string name, Func<string, string> content) =>
        new(name, ".mp4", content("{bait}"), path => Encoding.UTF8.GetBytes(content(path)), Bait);

    private static string Playlist(string segment, string tags = "") =>
        $"#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:10\n#EXT-X-MEDIA-SEQUENCE:0\n{tags}#EXTINF:10.0,\n{segment}\n#EXT-X-ENDLIST\n";

    private static string Dash(string url) =>
        $"""
            <?xml version="1.0"?>
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT10S" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011">
              <Period><AdaptationSet mimeType="video/mp2t"><Representation id="1" bandwidth="1000"><BaseURL>{url}</BaseURL></Representation></AdaptationSet></Period>
            </MPD>
            """;
}
