using Cutroom.Rendering.Indexing;

namespace Cutroom.Rendering.Muxing;

/// <summary>Takes the sound track of a MP4 over as it is, its priming edit included.</summary>
internal static class SoundTrack
{
    /// <param name="position">Of the file among those given to the writer.</param>
    public static MovieTrack Read(Stream file, int position) =>
        MovieFile.Read(file).Sound is { } sound
            ? Of(sound, position)
            : throw new InvalidDataException("the sound of the output cannot be read back");

    public static MovieTrack Of(SoundIndex sound, int position)
    {
        var samples = sound.Samples;
        return new MovieTrack
        {
            IsVideo = false,
            Timescale = sound.Timescale,
            SampleDescription = sound.Description.Body.ToArray(),
            Samples = [.. samples.Offsets.Zip(samples.Sizes, (at, size) => new SampleBytes(position, at, size))],
            DecodeTimes = samples.MediaTimes,
            LastDuration = samples.LastDuration,
            EditStart = sound.Edit.MediaStart,
            Duration = sound.End - sound.Edit.Wait,
        };
    }
}
