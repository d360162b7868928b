using System.Globalization;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Testing.Media;

/// <summary>What the container says of its streams.</summary>
/// <param name="Pictures">The first stream of pictures; null when there is none.</param>
/// <param name="Sound">The first stream of sound; null when there is none.</param>
internal sealed record StreamTable(ProbeLine? Pictures, ProbeLine? Sound)
{
    public static StreamTable Of(ProbeListing listing) => new(listing.StreamOf("video"), listing.StreamOf("audio"));

    /// <summary>Frames a second by the container's word; null without pictures.</summary>
    public Ratio? FrameRate => Pictures is { } stream ? Parse(stream["r_frame_rate"]) : null;

    /// <summary>Seconds per tick of the pictures; null without pictures.</summary>
    public Ratio? Tick => Pictures is { } stream ? Parse(stream["time_base"]) : null;

    public int SampleRate => int.Parse(Sound?["sample_rate"] ?? "0", CultureInfo.InvariantCulture);

    /// <summary>Seconds by the container's word; null where it has none.</summary>
    public double? SoundDuration =>
        double.TryParse(Sound?["duration"], CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

    /// <summary>The earliest start that a stream states: position 0 of the file.</summary>
    public MediaTime Origin =>
        new[] { Pictures, Sound }
            .OfType<ProbeLine>()
            .Where(stream => stream.Number("start_pts") is not null)
            .Select(stream => MediaTime.FromTicks(stream.Number("start_pts")!.Value, Parse(stream["time_base"]))) // stated
            .Order()
            .FirstOrDefault();

    private static Ratio Parse(string text)
    {
        var parts = text.Split('/');
        return new(
            long.Parse(parts[0], CultureInfo.InvariantCulture),
            long.Parse(parts[1], CultureInfo.InvariantCulture)
        );
    }
}
