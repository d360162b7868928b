using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>Chooses what the sound of the output is.</summary>
internal static class SoundTargets
{
    // LAME's look-ahead and its decoder's: AVI cannot tell a player to skip it.
    private const int Mp3Delay = 576 + 529;

    private const int Mp3Packet = 1152;
    private const int AacPacket = 1024;
    private const int AacPriming = 1024;

    // How far sound may outlast pictures: 23 ms, less the rounding of containers and sources that count milliseconds.
    private static readonly MediaTime LongestOverrun = MediaTime.FromMilliseconds(22);

    /// <summary>Null when no source has sound.</summary>
    /// <param name="pictures">How long the pictures last; null when there are none.</param>
    public static SoundTarget? Choose(OutputFormat format, IReadOnlyList<MediaInfo> sources, MediaTime? pictures)
    {
        AudioStream[] streams = [.. sources.Select(source => source.Audio).OfType<AudioStream>()];
        if (streams is [])
        {
            return null;
        }

        int[] rates = [.. streams.Select(stream => stream.SampleRate).Distinct()];
        var isMono = streams.All(stream => stream.Channels == 1);
        var isMp3 = format is OutputFormat.Mp3 or OutputFormat.Avi;
        var target = new SoundTarget
        {
            Codec = isMp3 ? "mp3" : "aac",
            SampleRate = rates is [44_100] ? 44_100 : 48_000,
            Channels = isMono ? 1 : 2,
            BitrateKbps = isMp3 ? (isMono ? 128 : 192) : (isMono ? 96 : 160),
            DroppedLead = format == OutputFormat.Avi ? Mp3Delay : 0,
        };
        return target with { Packets = pictures is { } duration ? PacketLimit(target, duration) : null };
    }

    /// <summary>The most that is left out at the end, so that the last packet does not outlast the pictures too far.</summary>
    public static MediaTime LeftOut(SoundTarget target) =>
        target.Packets is null ? MediaTime.Zero : MediaTime.FromTicks(PacketOf(target), target.Tick) - LongestOverrun;

    private static int PacketOf(SoundTarget target) => target.Codec is "mp3" ? Mp3Packet : AacPacket;

    private static long? PacketLimit(SoundTarget target, MediaTime duration)
    {
        var packet = PacketOf(target);
        var priming = target.Codec is "mp3" ? 0 : AacPriming;
        var most = LongestOverrun.FloorTicks(1, target.SampleRate);
        var samples = duration.NearestTicks(target.Tick) + priming;
        // The last packet is left out when it would hold less than the limit takes away: 4.1 ms at most.
        return packet - 1 <= most ? null : Math.Max(1, (samples - (packet - 1 - most) + packet - 1) / packet);
    }
}
