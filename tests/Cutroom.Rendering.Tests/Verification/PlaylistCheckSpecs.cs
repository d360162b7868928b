using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Tests.Copying;
using Cutroom.Rendering.Tests.Planning;
using Cutroom.Rendering.Timelines;
using Cutroom.Rendering.Verification;

namespace Cutroom.Rendering.Tests.Verification;

/// <summary>A playlist that is wrong is found, whatever its segments are stored in.</summary>
public sealed class PlaylistCheckSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("playlist-check-").FullName;

    [Theory]
    [InlineData(HlsSegments.Ts)]
    [InlineData(HlsSegments.Fmp4)]
    public void A_true_playlist_passes(HlsSegments kind) => Assert.Null(Difference(kind, Make(kind)));

    [Theory]
    [InlineData(HlsSegments.Ts)]
    [InlineData(HlsSegments.Fmp4)]
    public void A_wrong_length_is_found(HlsSegments kind)
    {
        var playlist = Make(kind);
        Change(playlist, "#EXTINF:2,", "#EXTINF:2.04,");

        Assert.Equal(
            $"segment {Playlist.Segments(playlist)[0]} lasts 2 s and the playlist says 2.04 s",
            Difference(kind, playlist)
        );
    }

    [Theory]
    [InlineData(HlsSegments.Ts)]
    [InlineData(HlsSegments.Fmp4)]
    public void A_segment_that_starts_inside_a_group_is_found(HlsSegments kind)
    {
        // Split by time alone: the second segment starts at 2 s, and the next key frame is the one at 4 s.
        var playlist = Make(kind, "-g 100 -keyint_min 100", "+split_by_time");

        Assert.Equal(
            $"segment {Playlist.Segments(playlist)[1]} does not start with a key frame",
            Difference(kind, playlist)
        );
    }

    [Theory]
    [InlineData("init.mp4", 100)]
    [InlineData("0.m4s", 0)]
    [InlineData("1.m4s", 300)]
    [InlineData("1.m4s", 4)]
    public void A_fragment_that_cannot_be_read_is_found(string file, int length)
    {
        var playlist = Make(HlsSegments.Fmp4);
        using (var stream = File.OpenWrite(Path.Combine(_folder, file)))
            stream.SetLength(length);

        Assert.EndsWith("does not start with a key frame", Difference(HlsSegments.Fmp4, playlist));
        Assert.False(Playlist.TryRewrite(playlist, HlsSegments.Fmp4, MediaTime.FromSeconds(5)));
    }

    [Fact]
    public void A_playlist_that_is_not_finished_is_found()
    {
        var playlist = Make(HlsSegments.Ts);
        Change(playlist, "#EXT-X-ENDLIST", "");

        Assert.Equal("the playlist is not a finished VOD playlist", Difference(HlsSegments.Ts, playlist));
    }

    /// <summary>Four seconds and a little, in segments of two, with B-frames and sound.</summary>
    private string Make(HlsSegments kind, string groups = "-g 50 -keyint_min 50", string flags = "")
    {
        using var clip = new CopyClip($"-c:v libx264 -preset veryfast -sc_threshold 0 {groups}", 5, sound: true);
        var playlist = Path.Combine(_folder, "index.m3u8");
        string[] type =
            kind == HlsSegments.Fmp4
                ? ["-hls_segment_type", "fmp4", "-hls_segment_filename", Path.Combine(_folder, "%d.m4s")]
                : ["-hls_segment_filename", Path.Combine(_folder, "%d.ts")];
        Engine.Run([
            .. new[] { "-v", "error", "-i", clip.Path, "-t", "5", "-c", "copy", "-f", "hls", "-hls_time", "2" },
            .. new[] { "-hls_playlist_type", "vod", "-hls_flags", "independent_segments" + flags },
            .. type,
            playlist,
        ]);
        Assert.True(Playlist.TryRewrite(playlist, kind, MediaTime.FromSeconds(5)));
        Assert.True(Playlist.Segments(playlist).Count > 1);
        return playlist;
    }

    private static string? Difference(HlsSegments kind, string playlist)
    {
        var settings = new OutputSettings { Format = OutputFormat.Hls, HlsSegments = kind };
        RenderPlan plan = Material.Plan(settings, [Material.Video()], Material.Cut(0, "0", "5"));
        var pictures = new PacketLog(new Ratio(1, 90_000));
        return PlaylistCheck.Difference(plan, playlist, new InspectedOutput(null, null, pictures, null));
    }

    private static void Change(string playlist, string what, string into)
    {
        var text = File.ReadAllText(playlist);
        Assert.Contains(what, text, StringComparison.Ordinal);
        File.WriteAllText(playlist, text.Replace(what, into, StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
