using System.Globalization;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Testing.Media;

/// <summary>Everything that a stranger can read out of a file, with the engine and without the product.</summary>
internal sealed record MediaReading
{
    public required string Path { get; init; }

    /// <summary>The earliest start that a stream states: position 0 of the file.</summary>
    public required MediaTime Origin { get; init; }

    /// <summary>Frames a second by the container's word; null without pictures.</summary>
    public Ratio? FrameRate { get; init; }

    /// <summary>In decoding order.</summary>
    public required IReadOnlyList<PicturePacket> Packets { get; init; }

    /// <summary>In the order of presentation.</summary>
    public required IReadOnlyList<ShownFrame> Frames { get; init; }

    /// <summary>For each decoded frame its number at each of the places that were asked for; null where it cannot be read.</summary>
    public required IReadOnlyList<int?[]> Numbers { get; init; }

    /// <summary>Null when there is none.</summary>
    public required SoundTrack? Sound { get; init; }

    /// <summary>Seconds of the sound by the container's word; null where it has none.</summary>
    public double? SoundDuration { get; init; }

    /// <summary>What the decoder said while it read the whole file; empty for a clean file.</summary>
    public required string DecoderLog { get; init; }

    /// <param name="places">Where strips may lie; empty reads no numbers.</param>
    public static async Task<MediaReading> ReadAsync(string path, IReadOnlyList<StripPlace> places)
    {
        var listing = await ProbeListing.ReadAsync(path);
        var streams = StreamTable.Of(listing);
        var samples = System.IO.Path.GetTempFileName();
        try
        {
            var decoded = await DecodeAsync(path, streams, places, samples);
            var strips = decoded.Bytes.Chunk(Barcode.Bytes * Math.Max(1, places.Count));
            return new()
            {
                Path = path,
                Origin = streams.Origin,
                FrameRate = streams.FrameRate,
                SoundDuration = streams.SoundDuration,
                Packets = TimestampReader.Packets(listing),
                Frames = TimestampReader.Frames(listing),
                Numbers =
                [
                    .. strips.Select(frame =>
                        frame.Chunk(Barcode.Bytes).Select(strip => Barcode.Read(strip)).ToArray()
                    ),
                ],
                Sound = SoundReader.Place(listing, await File.ReadAllBytesAsync(samples)),
                DecoderLog = decoded.ExitCode == 0 ? decoded.Errors : $"{decoded.Errors} (exit {decoded.ExitCode})",
            };
        }
        finally
        {
            File.Delete(samples);
        }
    }

    // One decode of the whole file: strips to the pipe, samples to a file, complaints to the log.
    private static Task<ToolOutput> DecodeAsync(
        string path,
        StreamTable streams,
        IReadOnlyList<StripPlace> places,
        string samples
    )
    {
        string[] pictures =
            streams.Pictures is null || places.Count == 0
                ? []
                :
                [
                    "-filter_complex",
                    FrameReader.Filter(places),
                    "-map",
                    "[numbers]",
                    "-vsync",
                    "passthrough",
                    "-enc_time_base",
                    "-1", // On ticks of a nominal rate, frames of a coarse clock fall together and are complained about.
                    "-f",
                    "rawvideo",
                    "pipe:1",
                ];
        string[] sound = streams.Sound is not null
            ?
            [
                "-map",
                "0:a:0",
                "-ac",
                "1",
                "-ar",
                SoundTrack.Rate.ToString(CultureInfo.InvariantCulture),
                "-f",
                "f32le",
                samples,
            ]
            : [];
        return MediaTool.RunAsync(
            "ffmpeg",
            [
                "-nostdin",
                "-hide_banner",
                "-v",
                "error",
                "-y",
                "-threads",
                "1",
                .. MediaTool.Playlist(path),
                "-i",
                path,
                .. pictures,
                .. sound,
            ]
        );
    }
}
