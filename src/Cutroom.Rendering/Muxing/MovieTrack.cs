namespace Cutroom.Rendering.Muxing;

/// <summary>Where the bytes of a sample lie now: one of the files given to the writer.</summary>
internal readonly record struct SampleBytes(int File, long Offset, int Size);

/// <summary>One track as it will be stored. All times are in <see cref="Timescale"/>; samples are in decode order.</summary>
internal sealed class MovieTrack
{
    public required bool IsVideo { get; init; }
    public required uint Timescale { get; init; }

    /// <summary>The body of the <c>stsd</c> box, version and count included.</summary>
    public required byte[] SampleDescription { get; init; }
    public required IReadOnlyList<SampleBytes> Samples { get; init; }

    /// <summary>When each sample is decoded: starts at 0 and never falls.</summary>
    public required long[] DecodeTimes { get; init; }

    /// <summary>How much later than decoded each sample is shown, never negative; null when they are the same.</summary>
    public int[]? Shifts { get; init; }

    /// <summary>Positions of the keyframes; null when every sample is one.</summary>
    public IReadOnlyList<int>? Keyframes { get; init; }

    /// <summary>The media time shown at the start: the reorder delay of video, the priming of sound.</summary>
    public required long EditStart { get; init; }

    /// <summary>How long the sample decoded last lasts; the others last until the next one.</summary>
    public required long LastDuration { get; init; }

    /// <summary>How long the track is shown.</summary>
    public required long Duration { get; init; }

    public int Width { get; init; }
    public int Height { get; init; }
    public byte[] Matrix { get; init; } = UnityMatrix;

    public static byte[] UnityMatrix { get; } =
    [0, 1, 0, 0, .. new byte[12], 0, 1, 0, 0, .. new byte[12], 0x40, 0, 0, 0];

    public long MediaDuration => DecodeTimes[^1] + LastDuration;
}
