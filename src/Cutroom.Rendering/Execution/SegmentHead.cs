using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Execution;

/// <summary>The first picture of an HLS segment.</summary>
/// <param name="FirstPicture">Its time on a clock that all segments of the playlist share.</param>
/// <param name="IsKeyFrame">It is marked as a point of random access.</param>
internal sealed record SegmentHead(MediaTime FirstPicture, bool IsKeyFrame)
{
    /// <summary>Of each segment in the playlist's order; null where one has no picture near its start.</summary>
    public static IReadOnlyList<SegmentHead?> OfAll(string playlist, HlsSegments kind)
    {
        var folder = Path.GetDirectoryName(playlist) ?? ".";
        List<string> paths = [.. Playlist.Segments(playlist).Select(name => Path.Combine(folder, name))];
        return kind switch
        {
            HlsSegments.Ts => [.. paths.Select(TransportStreamHead.Read)],
            HlsSegments.Fmp4 => FragmentHead.OfAll(Path.Combine(folder, Playlist.Header), paths),
        };
    }
}
