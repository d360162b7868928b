using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Verification;

/// <summary>Checks an HLS playlist against its segments: each starts with a key frame and lasts as long as it says.</summary>
internal static class PlaylistCheck
{
    private const string Length = "#EXTINF:";
    private static readonly MediaTime Slack = MediaTime.FromMilliseconds(1);

    /// <summary>The first difference as a sentence, or null; null for other formats.</summary>
    public static string? Difference(RenderPlan plan, string playlist, InspectedOutput output)
    {
        if (plan.Settings.Format != OutputFormat.Hls)
        {
            return null;
        }

        var lines = File.ReadAllLines(playlist);
        var lengths = lines.Where(line => line.StartsWith(Length, StringComparison.Ordinal)).Select(Parse).ToList();
        var segments = Playlist.Segments(playlist);
        return !lines.Contains("#EXT-X-ENDLIST") || !lines.Contains("#EXT-X-PLAYLIST-TYPE:VOD")
                ? "the playlist is not a finished VOD playlist"
            : lengths.Count != segments.Count || lengths.Any(length => length is null)
                ? "the playlist's lengths do not match its segments"
            : output.Pictures is not null ? SegmentDifference(plan, playlist, segments, lengths)
            : null;
    }

    private static string? SegmentDifference(
        RenderPlan plan,
        string playlist,
        IReadOnlyList<string> segments,
        List<MediaTime?> lengths
    )
    {
        var heads = SegmentHead.OfAll(playlist, plan.Settings.HlsSegments).ToList();
        if (heads.FindIndex(head => head is not { IsKeyFrame: true }) is >= 0 and var dependent)
        {
            return $"segment {segments[dependent]} does not start with a key frame";
        }

        for (var i = 0; i < segments.Count; i++)
        {
            var start = heads[i]!.FirstPicture; // checked above
            var end = i + 1 < segments.Count ? heads[i + 1]!.FirstPicture : heads[0]!.FirstPicture + plan.Duration;
            var difference = end - start - lengths[i]!.Value;
            if (difference > Slack || difference < -Slack)
            {
                return $"segment {segments[i]} lasts {end - start} s and the playlist says {lengths[i]} s";
            }
        }

        return null;
    }

    private static MediaTime? Parse(string line) =>
        MediaTime.TryParseSeconds(line[Length.Length..].Split(',')[0], out var length) ? length : null;
}
