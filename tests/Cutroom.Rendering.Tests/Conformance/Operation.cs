using Cutroom.Rendering.Timelines;
using Cutroom.Testing.Media;

namespace Cutroom.Rendering.Tests.Conformance;

/// <summary>What is cut out of an input.</summary>
public enum Operation
{
    /// <summary>One segment whose ends lie between key frames and between frames.</summary>
    OneSegment,

    /// <summary>Three, not in their order in the source; the second lies exactly on frames.</summary>
    ThreeReordered,

    /// <summary>Two that share frames.</summary>
    Overlapping,
    OneFrame,
    WholeFile,
}

/// <summary>A stretch of a source, since its position 0; no end is the end of the source.</summary>
internal readonly record struct Stretch(MediaTime Start, MediaTime? End);

/// <summary>Chooses the stretches of an operation by a source's own frames.</summary>
internal static class Stretches
{
    private static readonly MediaTime Millisecond = MediaTime.FromMilliseconds(1);

    public static IReadOnlyList<Stretch> Of(Operation operation, SourceFile source) =>
        operation switch
        {
            Operation.OneSegment => [new(At(source, 0.23, 7), At(source, 0.57, 13))],
            Operation.ThreeReordered =>
            [
                new(At(source, 0.62, 3), At(source, 0.79, 11)),
                new(OnFrame(source, 0.05), OnFrame(source, 0.22)),
                new(At(source, 0.31, 17), At(source, 0.46, 1)),
            ],
            Operation.Overlapping =>
            [
                new(At(source, 0.21, 5), At(source, 0.45, 9)),
                new(At(source, 0.37, 2), At(source, 0.64, 14)),
            ],
            Operation.OneFrame => [OneFrame(source)],
            Operation.WholeFile => [new(MediaTime.Zero, null)],
        };

    /// <summary>A part of the way through, at whole milliseconds as a caller would say it.</summary>
    private static MediaTime At(SourceFile source, double part, int more) =>
        MediaTime.FromMilliseconds((long)(Length(source) * part * 1000) + more);

    private static double Length(SourceFile source) =>
        source.Frames.Count > 0 ? source.PicturesEnd.ToApproximateSeconds() : source.SoundEnd;

    private static MediaTime OnFrame(SourceFile source, double part) =>
        source.Frames.Count > 0 ? source.Frames[(int)(source.Frames.Count * part)].Time : At(source, part, 0);

    // From half a frame before it to half a frame behind it.
    private static Stretch OneFrame(SourceFile source)
    {
        if (source.Frames.Count == 0)
        {
            return new(At(source, 0.53, 0), At(source, 0.53, 40));
        }

        var number = source.Frames.Count * 53 / 100;
        var (before, here, after) = (
            source.Frames[number - 1].Time,
            source.Frames[number].Time,
            source.Frames[number + 1].Time
        );
        var start = MediaTime.FromMilliseconds((before + here).FloorMilliseconds() / 2) + Millisecond;
        return new(start, MediaTime.FromMilliseconds((here + after).FloorMilliseconds() / 2));
    }
}
