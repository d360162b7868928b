using Cutroom.Rendering.Timelines;

namespace Cutroom.Testing.Media;

/// <summary>A packet of pictures as the container stores it.</summary>
/// <param name="Pts">Null when the container does not say; likewise <paramref name="Dts"/>.</param>
internal sealed record PicturePacket(MediaTime? Pts, MediaTime? Dts, bool IsKey);

/// <summary>One decoded picture.</summary>
/// <param name="Time">On the file's own clock, as the decoder gives it.</param>
/// <param name="Duration">Zero when the container does not say.</param>
internal sealed record ShownFrame(MediaTime Time, MediaTime Duration);

/// <summary>Timestamps of the pictures, of packets as stored and of frames as decoded.</summary>
internal static class TimestampReader
{
    /// <summary>In decoding order; what an edit list hides is left out.</summary>
    public static IReadOnlyList<PicturePacket> Packets(ProbeListing listing)
    {
        var streams = StreamTable.Of(listing);
        return streams is { Pictures: { } stream, Tick: { } tick }
            ?
            [
                .. listing
                    .PacketsOf(stream)
                    .Where(line => !line["flags"].Contains('D', StringComparison.Ordinal))
                    .Select(line => new PicturePacket(
                        Time(line, "pts", tick),
                        Time(line, "dts", tick),
                        line["flags"].StartsWith('K')
                    )),
            ]
            : [];
    }

    /// <summary>In the order of presentation.</summary>
    public static IReadOnlyList<ShownFrame> Frames(ProbeListing listing)
    {
        var streams = StreamTable.Of(listing);
        var frames = new List<ShownFrame>();
        if (streams is { Pictures: { } stream, Tick: { } tick })
        {
            foreach (var line in listing.FramesOf(stream))
            {
                var time = Time(line, "best_effort_timestamp", tick) ?? Next(frames);
                frames.Add(new(time, Time(line, "pkt_duration", tick) ?? MediaTime.Zero));
            }
        }

        return frames;
    }

    // The last pictures that a decoder gives may carry no time of their own: they follow on at the pace of those before.
    private static MediaTime Next(List<ShownFrame> frames) =>
        frames is [.., var before, var last] ? last.Time + (last.Time - before.Time) : MediaTime.Zero;

    private static MediaTime? Time(ProbeLine line, string name, Ratio tick) =>
        line.Number(name) is { } ticks ? MediaTime.FromTicks(ticks, tick) : null;
}
