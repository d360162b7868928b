using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>Chooses what the sound of the output is.</summary>
internal static class SoundTargets
{
    // LAME's look-ahead and its decoder's: AVI cannot tell a player to skip it.
    private const int Mp3Delay = 576 + 529;

    /// <summary>Null when no source has sound.</summary>
    public static SoundTarget? Choose(OutputFormat format, IReadOnlyList<MediaInfo> sources)
    {
        AudioStream[] streams = [.. sources.Select(source => source.Audio).OfType<AudioStream>()];
        if (streams is [])
        {
            return null;
        }

        int[] rates = [.. streams.Select(stream => stream.SampleRate).Distinct()];
        var isMono = streams.All(stream => stream.Channels == 1);
        var isMp3 = format is OutputFormat.Mp3 or OutputFormat.Avi;
        return new()
        {
            Codec = isMp3 ? "mp3" : "aac",
            SampleRate = rates is [44_100] ? 44_100 : 48_000,
            Channels = isMono ? 1 : 2,
            BitrateKbps = isMp3 ? (isMono ? 128 : 192) : (isMono ? 96 : 160),
            DroppedLead = format == OutputFormat.Avi ? Mp3Delay : 0,
        };
    }
}
