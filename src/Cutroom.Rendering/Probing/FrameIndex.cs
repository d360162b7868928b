using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Probing;

/// <summary>
/// The timestamps of a stream's frames (or packets of sound), in ticks of its time base. Invariant: <see cref="Pts"/> rises
/// strictly; it covers at least the ranges it was read for and the frame after each.
/// </summary>
internal sealed record FrameIndex
{
    public required Ratio TimeBase { get; init; }

    public required IReadOnlyList<long> Pts { get; init; }

    /// <summary>Timestamps of key frames, rising.</summary>
    public required IReadOnlyList<long> Keys { get; init; }

    /// <summary>Where the last frame ends.</summary>
    public required long End { get; init; }

    /// <summary>
    /// The number of frames before those at the end that come out of the decoder without a time and follow on at the pace of the last
    /// two; null when all have one.
    /// </summary>
    public int? Timed { get; init; }

    /// <summary>True when the timestamps came from decoding from the start: seeking would give other ones.</summary>
    public bool IsDecoded { get; init; }

    /// <summary>True when the timestamps are those of the file's own tables, read without the engine.</summary>
    public bool IsReadFromTables { get; init; }

    /// <summary>True when timestamps repeated or were missing: no frame can be told by its own timestamp.</summary>
    public bool IsIrregular { get; init; }

    /// <summary>How far the stream's clock went back while it should only rise.</summary>
    public MediaTime LargestStepBack { get; init; }

    /// <summary>The number of frames before the instant.</summary>
    public int CountBefore(MediaTime instant)
    {
        var tick = instant.CeilingTicks(TimeBase);
        var (low, high) = (0, Pts.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Pts[middle] < tick ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>When the frame after the given one starts, or the end.</summary>
    public long EndOf(int frame) => frame + 1 < Pts.Count ? Pts[frame + 1] : End;

    public MediaTime TimeOf(long tick) => MediaTime.FromTicks(tick, TimeBase);
}
