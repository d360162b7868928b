using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;
using FsCheck;
using FsCheck.Xunit;
using static Cutroom.Rendering.Tests.Planning.Material;

namespace Cutroom.Rendering.Tests.Planning;

/// <summary>Laws that hold for every timeline.</summary>
public sealed class PlanLawSpecs
{
    private static readonly Ratio Millisecond = new(1, 1000);

    [Property(MaxTest = 300)]
    public bool Segments_tile_the_output(NonEmptyArray<PositiveInt> gaps, NonEmptyArray<PositiveInt> cuts)
    {
        var plan = PlanOf(gaps, cuts);

        var end = MediaTime.Zero;
        foreach (var segment in plan.Segments)
        {
            if (segment.Position != end)
                return false;
            end += segment.Duration;
        }

        return end == plan.Duration;
    }

    [Property(MaxTest = 300)]
    public bool Every_frame_in_a_range_is_there_once_at_its_own_distance(
        NonEmptyArray<PositiveInt> gaps,
        NonEmptyArray<PositiveInt> cuts
    )
    {
        var source = Source(gaps);
        var plan = PlanOf(gaps, cuts);

        var expected = Segments(source, cuts)
            .SelectMany(segment =>
                source.Index.Pts.Where(pts =>
                    source.Index.TimeOf(pts) >= segment.Start && source.Index.TimeOf(pts) < segment.End
                )
            );
        var planned = plan.Steps.SelectMany(step => FramesOf(step.Pictures!)); // all have pictures
        return planned.SequenceEqual(expected) && plan.Frames == expected.Count();
    }

    [Property(MaxTest = 300)]
    public bool Frame_times_rise_strictly_over_all_joints(
        NonEmptyArray<PositiveInt> gaps,
        NonEmptyArray<PositiveInt> cuts
    )
    {
        var times = PlanOf(gaps, cuts)
            .Steps.Select(step => step.Pictures!) // all have pictures
            .SelectMany(cut => cut.Times.Enumerate().Select(tick => cut.Position + tick))
            .ToList();

        return times.Zip(times.Skip(1)).All(pair => pair.First < pair.Second) && times[0] == 0;
    }

    [Property(MaxTest = 300)]
    public bool Sound_is_exactly_as_long_as_the_pictures(
        NonEmptyArray<PositiveInt> gaps,
        NonEmptyArray<PositiveInt> cuts
    )
    {
        var plan = PlanOf(gaps, cuts);

        var tick = plan.Sound!.Tick; // the source has sound
        return plan.Steps.Sum(step => step.Sound!.Samples) == plan.Duration.NearestTicks(tick);
    }

    [Property(MaxTest = 200)]
    public bool Splitting_a_segment_changes_nothing(NonEmptyArray<PositiveInt> gaps, PositiveInt at)
    {
        var source = Source(gaps);
        var end = source.Media.Duration;
        var middle = MediaTime.FromMilliseconds(at.Get % end.FloorMilliseconds());

        var whole = Plan(new(), [source], new Segment(0, MediaTime.Zero, end));
        var isSplit = source.Index.CountBefore(middle) is var first && first > 0 && first < source.Index.Pts.Count;
        var split = isSplit
            ? Plan(new(), [source], new Segment(0, MediaTime.Zero, middle), new Segment(0, middle, end))
            : whole;

        return whole.Duration == split.Duration
            && split.Steps.Count == 1
            && whole.Steps[0].Pictures!.Times.Runs.SequenceEqual(split.Steps[0].Pictures!.Times.Runs); // all have pictures
    }

    private static IEnumerable<long> FramesOf(PictureCut cut)
    {
        // The plan's ticks are a whole multiple of the source's milliseconds.
        var scale = 10;
        return cut.Times.Enumerate().Select(tick => cut.FirstPts + tick / scale);
    }

    // Gaps under a second: longer ones are a rule of their own.
    private static SourceMaterial Source(NonEmptyArray<PositiveInt> gaps)
    {
        long at = 0;
        long[] pts = [0, .. gaps.Get.Select(gap => at += 1 + gap.Get % 900)];
        return WithTimes(Millisecond, pts, at + 40);
    }

    private static List<Segment> Segments(SourceMaterial source, NonEmptyArray<PositiveInt> cuts)
    {
        var length = source.Media.Duration.FloorMilliseconds();
        return
        [
            .. cuts
                .Get.Select(cut => cut.Get % length)
                .Select(start => new Segment(
                    0,
                    MediaTime.FromMilliseconds(start),
                    MediaTime.FromMilliseconds(start + 1 + start * 7 % 1500)
                ))
                .Where(segment =>
                    source.Index.CountBefore(segment.End!.Value) > source.Index.CountBefore(segment.Start)
                )
                .Append(new(0, MediaTime.Zero, source.Media.Duration))
                .Take(20),
        ];
    }

    private static RenderPlan PlanOf(NonEmptyArray<PositiveInt> gaps, NonEmptyArray<PositiveInt> cuts)
    {
        var source = Source(gaps);
        return Plan(new(), [source], [.. Segments(source, cuts)]);
    }
}
