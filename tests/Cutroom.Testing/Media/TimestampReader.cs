using System.Globalization;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Testing.Media;

/// <summary>Timestamps of packets as stored, and of frames as decoded.</summary>
internal sealed record TimestampReader(IReadOnlyList<PicturePacket> Packets, IReadOnlyList<ShownFrame> Frames)
{
    public static TimestampReader None { get; } = new([], []);

    public static async Task<TimestampReader> ReadAsync(string path, StreamTable streams)
    {
        var tick = streams.Pictures ?? throw new ArgumentException("There are no pictures.", nameof(streams));
        var packets = await MediaTool.ProbeAsync(
            path,
            "-select_streams",
            "v:0",
            "-show_entries",
            "packet=pts,dts,duration,flags",
            "-of",
            "csv=p=0"
        );
        var frames = await MediaTool.ProbeAsync(
            path,
            "-select_streams",
            "v:0",
            "-show_entries",
            "frame=best_effort_timestamp,pkt_duration",
            "-of",
            "csv=p=0"
        );
        return new(
            [.. packets.Lines.Select(line => Packet(line.Split(','), tick)).OfType<PicturePacket>()],
            Shown(frames.Lines.Select(line => line.Split(',')), tick)
        );
    }

    // The last pictures that a decoder gives may carry no time of their own: they follow on at the pace of those before.
    private static List<ShownFrame> Shown(IEnumerable<string[]> lines, Ratio tick)
    {
        var frames = new List<ShownFrame>();
        foreach (var fields in lines.Where(fields => fields.Length >= 2))
        {
            var follows = frames is [.., var before, var last] ? last.Time + (last.Time - before.Time) : MediaTime.Zero;
            frames.Add(new(Time(fields[0], tick) ?? follows, Time(fields[1], tick) ?? MediaTime.Zero));
        }

        return frames;
    }

    private static PicturePacket? Packet(string[] fields, Ratio tick) =>
        fields is [var pts, var dts, var duration, var flags, ..] && !flags.Contains('D', StringComparison.Ordinal)
            ? new(Time(pts, tick), Time(dts, tick), Time(duration, tick) ?? MediaTime.Zero, flags.StartsWith('K'))
            : null;

    private static MediaTime? Time(string ticks, Ratio tick) =>
        long.TryParse(ticks, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? MediaTime.FromTicks(value, tick)
            : null;
}
