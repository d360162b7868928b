using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Planning;

/// <summary>When each picture of a plan is shown, written out: what a track without steps needs.</summary>
internal static class PictureTimes
{
    /// <summary>Ticks a second. The planner's ticks are always a whole part of a second.</summary>
    public static uint TimescaleOf(RenderPlan plan) =>
        plan.Pictures is { TimeBase: { Numerator: 1, Denominator: var ticks } }
            ? checked((uint)ticks)
            : throw new InvalidDataException("the output's clock does not divide a second");

    /// <summary>Where pieces meet, or steps where nothing is copied, from the start to the end.</summary>
    public static IEnumerable<MediaTime> Joints(RenderPlan plan)
    {
        if (plan.Copying is null)
        {
            return plan.Segments.Select(segment => segment.Position).Append(plan.Duration);
        }

        var times = Of(plan);
        return plan
            .Copying.Pieces.Select(piece => MediaTime.FromTicks(times[piece.FirstFrame], plan.Pictures!.TimeBase)) // pictures are copied
            .Append(plan.Duration);
    }

    /// <summary>In the order shown, the first at 0; one more at the end, where the last picture ends.</summary>
    public static long[] Of(RenderPlan plan)
    {
        var times = new long[plan.Frames + 1];
        var frame = 0;
        foreach (var pictures in plan.Steps.Select(step => step.Pictures!)) // a plan with pictures has them in each step
        {
            foreach (var time in pictures.Times.Enumerate())
            {
                times[frame++] = pictures.Position + time;
            }
        }

        times[frame] = Math.Max(times[frame - 1] + 1, plan.Duration.NearestTicks(plan.Pictures!.TimeBase));
        return times;
    }
}
