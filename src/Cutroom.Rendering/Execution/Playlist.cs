using System.Globalization;
using System.Text;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Execution;

/// <summary>
/// A finished HLS playlist with measured lengths. The engine's own counts nominal frame durations, which are wrong as soon as the
/// rate varies.
/// </summary>
internal static class Playlist
{
    /// <summary>What every fragment needs to be read.</summary>
    public const string Header = "init.mp4";

    private static readonly Ratio Microsecond = new(1, 1_000_000);

    /// <summary>Names of the segments in their order.</summary>
    public static IReadOnlyList<string> Segments(string playlist) =>
        [.. File.ReadLines(playlist).Where(line => line is not "" && line[0] != '#')];

    /// <summary>Replaces the engine's playlist.</summary>
    /// <param name="duration">Of the whole presentation.</param>
    /// <returns>False when a segment has no picture to measure by.</returns>
    public static bool TryRewrite(string playlist, HlsSegments kind, MediaTime duration)
    {
        var names = Segments(playlist);
        var heads = SegmentHead.OfAll(playlist, kind);
        if (names.Count == 0 || heads.Contains(null))
        {
            return false;
        }

        var starts = heads.Select(head => head!.FirstPicture).ToList(); // checked above
        starts.Add(starts[0] + duration);
        var lengths = starts.Zip(starts.Skip(1), (start, end) => end - start).ToList();
        File.WriteAllText(playlist, Print(names, kind, lengths));
        return true;
    }

    private static string Print(IReadOnlyList<string> names, HlsSegments kind, List<MediaTime> lengths)
    {
        var text = new StringBuilder();
        text.Append("#EXTM3U\n#EXT-X-VERSION:6\n");
        text.Append(CultureInfo.InvariantCulture, $"#EXT-X-TARGETDURATION:{lengths.Max().CeilingTicks(Ratio.One)}\n");
        text.Append("#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        if (kind == HlsSegments.Fmp4)
        {
            text.Append(CultureInfo.InvariantCulture, $"#EXT-X-MAP:URI=\"{Header}\"\n");
        }

        foreach (var (name, length) in names.Zip(lengths))
        {
            text.Append(CultureInfo.InvariantCulture, $"#EXTINF:{Rounded(length)},\n{name}\n");
        }

        return text.Append("#EXT-X-ENDLIST\n").ToString();
    }

    private static MediaTime Rounded(MediaTime length) =>
        MediaTime.FromTicks(length.NearestTicks(Microsecond), Microsecond);
}
