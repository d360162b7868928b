using System.Collections.Concurrent;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Testing.Media;

/// <param name="Time">Since position 0 of the file.</param>
/// <param name="Number">The number drawn on it.</param>
internal sealed record SourceFrame(MediaTime Time, int Number);

/// <summary>A fixture read once and for all: its frames with their instants and numbers, and its sound.</summary>
internal sealed class SourceFile
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<SourceFile>>> Known = new();

    private SourceFile(Fixture fixture, MediaReading reading)
    {
        Fixture = fixture;
        Reading = reading;
        Frames =
        [
            .. reading.Frames.Zip(
                reading.Numbers,
                (frame, numbers) => new SourceFrame(frame.Time - reading.Origin, numbers[0] ?? -1)
            ),
        ];
        Keyframes = [.. KeyRanks(reading)];
        PicturesEnd = Frames.Count == 0 ? MediaTime.Zero : Frames[^1].Time + LastDuration(reading.Frames);
    }

    public Fixture Fixture { get; }

    public MediaReading Reading { get; }

    public string Path => Reading.Path;

    public IReadOnlyList<SourceFrame> Frames { get; }

    /// <summary>Places in <see cref="Frames"/> of those that the container calls key frames, rising.</summary>
    public IReadOnlyList<int> Keyframes { get; }

    /// <summary>Where the last frame ends, since position 0.</summary>
    public MediaTime PicturesEnd { get; }

    /// <summary>
    /// Where the last sample ends, since position 0; 0 without sound. An MP4 says how much of its last packet counts, and the decoder
    /// gives all of it.
    /// </summary>
    public double SoundEnd =>
        Reading.Sound is not { } sound ? 0
        : Fixture.Extension == ".m4a" && Reading.SoundDuration is { } declared ? declared
        : sound.End - Reading.Origin.ToApproximateSeconds();

    public static Task<SourceFile> ReadAsync(Fixture fixture) =>
        Known.GetOrAdd(fixture.Hash, _ => new(() => OpenAsync(fixture))).Value;

    /// <summary>When the frame after the given one starts, or the end.</summary>
    public MediaTime EndOf(int frame) => frame + 1 < Frames.Count ? Frames[frame + 1].Time : PicturesEnd;

    /// <summary>The same file under another path.</summary>
    public SourceFile CopiedTo(string path)
    {
        File.Copy(Path, path);
        return new(Fixture, Reading with { Path = path });
    }

    private static IEnumerable<int> KeyRanks(MediaReading reading)
    {
        var ranks = reading.Frames.Index().ToLookup(frame => frame.Item.Time, frame => frame.Index);
        return reading
            .Packets.Where(packet => packet.IsKey)
            .Select(packet => packet.Pts ?? packet.Dts)
            .OfType<MediaTime>()
            .SelectMany(time => ranks[time])
            .Order();
    }

    private static async Task<SourceFile> OpenAsync(Fixture fixture)
    {
        var path = await FixtureStore.PathOfAsync(fixture);
        var reading = await MediaReading.ReadAsync(path, fixture.HasPictures ? [StripPlace.Unscaled] : []);
        var unread = reading.Numbers.Count(numbers => numbers[0] is null);
        return unread == 0 && reading.Frames.Count == reading.Numbers.Count
            ? new(fixture, reading)
            : throw new InvalidOperationException(
                $"{fixture.Name}: {unread} of {reading.Numbers.Count} frames are unreadable, {reading.Frames.Count} have a time"
            );
    }

    private static MediaTime LastDuration(IReadOnlyList<ShownFrame> frames) =>
        frames switch
        {
            [.., { Duration: var stated }] when stated > MediaTime.Zero => stated,
            [.., var before, var last] => last.Time - before.Time,
            _ => MediaTime.Zero,
        };
}
