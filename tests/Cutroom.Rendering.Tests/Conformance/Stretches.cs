using Cutroom.Rendering.Timelines;
using Cutroom.Testing.Media;

namespace Cutroom.Rendering.Tests.Conformance;

/// <summary>A stretch of a source, since its position 0; no end is the end of the source.</summary>
internal readonly record struct Stretch(MediaTime Start, MediaTime? End);

/// <summary>Chooses the stretches of an operation by a source's own frames.</summary>
internal static class Stretches
{
    public const int Many = 20;

    private static readonly MediaTime Millisecond = MediaTime.FromMilliseconds(1);

    /// <returns>For <see cref="Operation.Mixed"/> and <see cref="Operation.TwentyAlike"/> those of the input alone.</returns>
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
            Operation.OnKeyframes => [OnKeyframes(source)],
            Operation.InsideOneGroup => [InsideOneGroup(source)],
            Operation.TwentyAlike => [.. Enumerable.Range(0, Many).Select(i => OfMany(source, 0.041 * i))],
            Operation.Mixed =>
            [
                new(At(source, 0.1, 3), At(source, 0.3, 5)),
                new(At(source, 0.5, 2), At(source, 0.7, 9)),
            ],
        };

    /// <summary>A part of the way through, at whole milliseconds as a caller would say it.</summary>
    private static MediaTime At(SourceFile source, double part, int more) =>
        MediaTime.FromMilliseconds((long)(Length(source) * part * 1000) + more);

    private static double Length(SourceFile source) =>
        source.Frames.Count > 0 ? source.PicturesEnd.ToApproximateSeconds() : source.SoundEnd;

    private static Stretch OfMany(SourceFile source, double part)
    {
        // Pictures may begin late; a segment without any is refused.
        var late = source.Frames.Count > 0 ? (int)source.Frames[0].Time.FloorMilliseconds() : 0;
        return new(At(source, part, late + 3), At(source, part, late + 407));
    }

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

    // From the second key frame, or the first where there are few, to the last.
    private static Stretch OnKeyframes(SourceFile source)
    {
        var keys = source.Keyframes;
        return keys.Count switch
        {
            0 => new(OnFrame(source, 0.25), OnFrame(source, 0.5)),
            1 => new(source.Frames[keys[0]].Time, OnFrame(source, 0.5)),
            2 => new(source.Frames[keys[0]].Time, source.Frames[keys[1]].Time),
            _ => new(source.Frames[keys[1]].Time, source.Frames[keys[^1]].Time),
        };
    }

    private static Stretch InsideOneGroup(SourceFile source)
    {
        if (source.Frames.Count == 0)
        {
            return new(At(source, 0.4, 1), At(source, 0.41, 2));
        }

        int[] edges = [.. source.Keyframes, source.Frames.Count];
        var (start, end) = edges.Zip(edges.Skip(1)).MaxBy(group => group.Second - group.First);
        var length = end - start;
        return new(source.Frames[start + length / 3].Time, source.Frames[start + Math.Max(2, length * 2 / 3)].Time);
    }
}
