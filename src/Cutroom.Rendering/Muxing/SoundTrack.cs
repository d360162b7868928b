using Cutroom.Rendering.Indexing;

namespace Cutroom.Rendering.Muxing;

/// <summary>Takes the sound track of a MP4 over as it is, its priming edit included.</summary>
internal static class SoundTrack
{
    /// <param name="position">Of the file among those given to the writer.</param>
    public static MovieTrack Read(Stream file, int position) =>
        MovieFile.Read(file).Sound is { } sound
            ? Of(sound, position, sound.Samples.Sizes.Length, long.MaxValue)
            : throw new InvalidDataException("the sound of the output cannot be read back");

    /// <param name="count">Packets from the first one on; the others are left out.</param>
    /// <param name="longest">How much of them is heard, in the track's timescale.</param>
    public static MovieTrack Of(SoundIndex sound, int position, int count, long longest)
    {
        var samples = sound.Samples;
        var end =
            count < samples.Sizes.Length ? samples.MediaTimes[count] : samples.MediaTimes[^1] + samples.LastDuration;
        return new MovieTrack
        {
            IsVideo = false,
            Timescale = sound.Timescale,
            SampleDescription = sound.Description.Body.ToArray(),
            Samples =
            [
                .. samples
                    .RangesOf(0, count)
                    .Select(range => new SampleBytes(position, range.Start, (int)range.Length)),
            ],
            DecodeTimes = samples.MediaTimes[..count],
            LastDuration = end - samples.MediaTimes[count - 1],
            EditStart = sound.Edit.MediaStart,
            Duration = Math.Min(longest, Math.Min(sound.Edit.MediaEnd, end) - sound.Edit.MediaStart),
        };
    }

    /// <summary>Some packets alone, to be written with their file as the only one.</summary>
    public static MovieTrack Of(SoundIndex sound, IReadOnlyList<int> packets)
    {
        var samples = sound.Samples;
        var start = samples.MediaTimes[packets[0]];
        long[] times = [.. packets.Select(packet => samples.MediaTimes[packet] - start)];
        return new MovieTrack
        {
            IsVideo = false,
            Timescale = sound.Timescale,
            SampleDescription = sound.Description.Body.ToArray(),
            Samples = [.. packets.Select(packet => new SampleBytes(0, samples.Offsets[packet], samples.Sizes[packet]))],
            DecodeTimes = times,
            LastDuration = samples.LastDuration,
            EditStart = 0,
            Duration = times[^1] + samples.LastDuration,
        };
    }
}
