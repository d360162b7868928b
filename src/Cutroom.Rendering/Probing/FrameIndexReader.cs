using System.Globalization;
using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Probing;

/// <summary>Reads timestamps: from the packets where the container's word is enough, by decoding where it is not.</summary>
internal sealed class FrameIndexReader(Ffmpeg engine, RendererOptions options)
{
    // Far more than a day of 120 frames a second; a file with more is an attack.
    private const int MaxFrames = 20_000_000;

    // A file shorter than this is read whole: one linear read costs less than several seeks.
    private static readonly MediaTime ShortFile = MediaTime.FromSeconds(600);

    // Frames are stored up to 16 places away from their turn, and the frame after the range is needed too.
    private static readonly MediaTime Margin = MediaTime.FromSeconds(10);

    /// <param name="ranges">On the file's own clock; empty reads all.</param>
    public async Task<Result<FrameIndex>> ReadPicturesAsync(
        ProbedSource source,
        IReadOnlyList<TimeRange> ranges,
        CancellationToken cancellation
    )
    {
        var clock = source.Pictures ?? throw new ArgumentException("The source has no pictures.", nameof(source));
        var parts = Worthwhile(source, ranges);
        var listing = new FrameListing(MaxFrames, parts is [] || parts[0].Start <= source.Origin);
        if (TrustsPackets(source))
        {
            var arguments = FfprobeArguments.Packets(source.Demuxer, source.Path, clock.Index, parts);
            var exit = await RunAsync(arguments, listing.AddPacket, cancellation);
            if (!exit.Succeeded)
            {
                return Unreadable(source, exit);
            }

            if (listing.LastByte > source.Media.SizeBytes)
            {
                return RenderFailure.Of(
                    RenderFailureKind.SourceUnreadable,
                    $"{Path.GetFileName(source.Path)} is truncated: its tables name byte {listing.LastByte}, it has {source.Media.SizeBytes}"
                );
            }

            if (listing.IsTrustworthy && listing.Count > 0)
            {
                return listing.ToIndex(clock.TimeBase, isDecoded: false);
            }
        }

        listing = new FrameListing(MaxFrames, startsAtOrigin: true);
        var decoded = await RunAsync(
            FfprobeArguments.Frames(source.Demuxer, source.Path, clock.Index, []),
            listing.AddFrame,
            cancellation
        );
        return !decoded.Succeeded ? Unreadable(source, decoded)
            : listing.Count == 0
                ? RenderFailure.Of(
                    RenderFailureKind.SourceUnreadable,
                    $"{Path.GetFileName(source.Path)} cannot be used: none of its pictures can be decoded"
                )
            : listing.ToIndex(clock.TimeBase, isDecoded: true);
    }

    /// <summary>Packets of sound: where it starts and ends.</summary>
    public async Task<Result<FrameIndex>> ReadSoundAsync(ProbedSource source, CancellationToken cancellation)
    {
        var clock = source.Sound ?? throw new ArgumentException("The source has no sound.", nameof(source));
        var listing = new FrameListing(MaxFrames, startsAtOrigin: true);
        var exit = await RunAsync(
            FfprobeArguments.Packets(source.Demuxer, source.Path, clock.Index, []),
            listing.AddPacket,
            cancellation
        );
        return exit.Succeeded ? listing.ToIndex(clock.TimeBase, isDecoded: false) : Unreadable(source, exit);
    }

    /// <summary>The end of the stream by its packets, counted from the file's position 0; null when they do not tell.</summary>
    public async Task<MediaTime?> MeasureDurationAsync(ProbedSource source, CancellationToken cancellation)
    {
        if ((source.Pictures ?? source.Sound) is not { } clock)
        {
            return null;
        }

        var listing = new FrameListing(MaxFrames, startsAtOrigin: true);
        var arguments = FfprobeArguments.Packets(source.Demuxer, source.Path, clock.Index, []);
        var exit = await RunAsync(arguments, listing.AddPacket, cancellation);
        var index = listing.ToIndex(clock.TimeBase, isDecoded: false);
        return exit.Succeeded && listing.Count > 0 ? index.TimeOf(index.End) - source.Origin : null;
    }

    // In these, one packet is one frame with a timestamp of its own.
    private static bool TrustsPackets(ProbedSource source)
    {
        var storesSamples = source.Demuxer is "mov" or "matroska" or "flv";
        var video = source.Media.Video;
        return video?.Codec switch
        {
            "h264" or "hevc" => storesSamples || (source.Demuxer is "mpegts" or "mpeg" && !video.IsInterlaced),
            "vp9" or "av1" or "mjpeg" or "prores" or "dnxhd" or "mpeg4" => storesSamples,
            _ => false,
        };
    }

    private static IReadOnlyList<TimeRange> Worthwhile(ProbedSource source, IReadOnlyList<TimeRange> ranges)
    {
        var wanted = ranges.Aggregate(
            MediaTime.Zero,
            (sum, range) => sum + (range.End - range.Start) + Margin + Margin
        );
        return
            source.Demuxer is "mov" or "matroska"
            && source.Media.Duration > ShortFile
            && wanted + wanted < source.Media.Duration
            ?
            [
                .. ranges
                    .OrderBy(range => range.Start)
                    .Select(range => new TimeRange(
                        MediaTime.Max(range.Start - Margin, source.Origin),
                        range.End + Margin
                    )),
            ]
            : [];
    }

    private Task<EngineExit> RunAsync(
        IReadOnlyList<string> arguments,
        Action<string> onLine,
        CancellationToken cancellation
    ) =>
        engine.RunAsync(
            new(EngineProgram.Ffprobe, arguments, options.RenderLimit, options.StallLimit),
            onLine,
            cancellation
        );

    private static RenderFailure Unreadable(ProbedSource source, EngineExit exit) =>
        exit.End == EngineEnd.Exited
            ? new(
                RenderFailureKind.SourceUnreadable,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Path.GetFileName(source.Path)} cannot be used: {EngineFailures.Sentence(exit, "its timestamps cannot be read")}"
                ),
                null,
                exit.Log
            )
            : EngineFailures.Of(exit, "Reading timestamps");
}
