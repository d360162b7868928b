using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Sources;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Muxing;

/// <summary>
/// The packets under one cut of sound, as a small file of their own: the engine need not read the tables of a long source to find
/// them, and nothing in that source can lead its seek astray.
/// </summary>
/// <param name="Track">To be written with the source as the only file.</param>
/// <param name="Cut">The same samples, on the clock of the small file.</param>
internal sealed record SoundExtract(MovieTrack Track, SoundCut Cut)
{
    // Decoders of sound need a few packets before the first good sample.
    private static readonly MediaTime Warmup = MediaTime.FromSeconds(1);

    /// <summary>Only where the file counts samples: with another clock, the first one could be missed by rounding.</summary>
    public static bool IsPossible(SoundCut cut, SoundIndex? sound) =>
        sound is not null && sound.Position == cut.Stream && sound.Timescale == cut.SourceRate;

    /// <summary>Where its packets lie in the source.</summary>
    public static IEnumerable<ByteRange> RangesOf(SoundCut cut, SoundTarget target, SoundIndex sound)
    {
        var (first, end) = PacketsOf(cut, target, sound);
        return sound.Samples.RangesOf(first, end);
    }

    public static SoundExtract Of(SoundCut cut, SoundTarget target, SoundIndex sound)
    {
        var (first, end) = PacketsOf(cut, target, sound);
        var (times, samples) = (sound.Samples.MediaTimes, sound.Samples);
        var start = times[first];
        // What the source hides at its start stays hidden.
        var hidden = Math.Max(0, sound.Edit.MediaStart - start);
        var lastDuration = end < times.Length ? times[end] - times[end - 1] : samples.LastDuration;
        var heardUntil = Math.Min(sound.Edit.MediaEnd, times[end - 1] + lastDuration);
        var track = new MovieTrack
        {
            IsVideo = false,
            Timescale = sound.Timescale,
            SampleDescription = sound.Description.Body.ToArray(),
            Samples =
            [
                .. samples.RangesOf(first, end).Select(range => new SampleBytes(0, range.Start, (int)range.Length)),
            ],
            DecodeTimes = [.. times[first..end].Select(time => time - start)],
            LastDuration = lastDuration,
            EditStart = hidden,
            Duration = heardUntil - start - hidden,
        };
        var origin = sound.Edit.ToPresentation(start + hidden);
        return new SoundExtract(track, cut with { Stream = 0, Seek = null, FirstSample = cut.FirstSample - origin });
    }

    private static (int First, int End) PacketsOf(SoundCut cut, SoundTarget target, SoundIndex sound)
    {
        var start = MediaTime.FromTicks(cut.FirstSample, 1, cut.SourceRate);
        var tick = new Ratio(1, sound.Timescale);
        var (first, end) = sound.PacketsBetween(
            (start - Warmup).NearestTicks(tick),
            (start + MediaTime.FromTicks(cut.Samples, target.Tick)).NearestTicks(tick)
        );
        // A cut behind the end of the sound is silence; the last packet stands for it.
        return (Math.Min(first, sound.Samples.Sizes.Length - 1), Math.Max(end, first + 1));
    }
}
