using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Tests.Copying;

namespace Cutroom.Rendering.Tests.Planning;

public sealed class CopyPlannerSpecs
{
    [Fact]
    public void A_segment_on_keyframes_is_copied_whole()
    {
        var index = SyntheticIndex.Closed(groups: 3, group: 10);

        var plan = Plan(index, (10, 20));

        Assert.Equal([new VideoPiece.Copy(0, 10, 10, 10, 20, BreaksLink: false)], plan.Pieces);
    }

    [Fact]
    public void The_head_up_to_the_first_keyframe_is_encoded()
    {
        var index = SyntheticIndex.Closed(groups: 3, group: 10);

        var plan = Plan(index, (7, 20));

        var head = Assert.IsType<VideoPiece.Encode>(plan.Pieces[0]);
        Assert.Equal((7, 3, 0, 10), (head.FirstRank, head.FrameCount, head.FirstSample, head.EndSample));
        Assert.Equal(SegmentCutter.HeadReason, head.Reason);
        Assert.Equal(10, Assert.IsType<VideoPiece.Copy>(plan.Pieces[1]).FirstRank);
    }

    [Fact]
    public void Only_the_pictures_after_the_last_hole_free_prefix_are_encoded_at_the_tail()
    {
        // Shown order 0..6; picture 6 is decoded before 4 and 5, and lies behind the end.
        var index = SyntheticIndex.Of("I0 3 1 2 6 4 5");

        var plan = Plan(index, (0, 6));

        Assert.Equal(4, Assert.IsType<VideoPiece.Copy>(plan.Pieces[0]).FrameCount);
        var tail = Assert.IsType<VideoPiece.Encode>(plan.Pieces[1]);
        Assert.Equal((4, 2, 0, 7), (tail.FirstRank, tail.FrameCount, tail.FirstSample, tail.EndSample));
        Assert.Equal(SegmentCutter.TailReason, tail.Reason);
    }

    [Fact]
    public void Pictures_shown_before_an_open_keyframe_are_encoded_and_the_link_is_broken()
    {
        var index = SyntheticIndex.Of("I0 3 1 2 C7 4 5 6 8 9", family: NalFamily.H265);

        var plan = Plan(index, (4, 10));

        Assert.Equal((4, 3), (plan.Pieces[0].FirstRank, plan.Pieces[0].FrameCount));
        Assert.Equal(new VideoPiece.Copy(0, 7, 3, 4, 10, BreaksLink: true), plan.Pieces[1]);
    }

    [Fact]
    public void An_open_keyframe_inside_a_copied_run_keeps_its_leading_pictures()
    {
        var index = SyntheticIndex.Of("I0 3 1 2 C7 4 5 6 8 9", family: NalFamily.H265);

        var plan = Plan(index, (0, 10));

        Assert.Equal([new VideoPiece.Copy(0, 0, 10, 0, 10, BreaksLink: false)], plan.Pieces);
    }

    [Fact]
    public void A_sync_sample_that_is_no_keyframe_is_never_cut_at()
    {
        var index = SyntheticIndex.Of("I0 3 1 2 R7 4 5 6 8 9");

        var result = CopyPlanner.Plan([new FrameRange(0, 4, 10)], [index]);

        Assert.IsType<CopyPlanResult.Refused>(result);
    }

    [Fact]
    public void A_segment_without_a_keyframe_among_others_is_encoded_with_its_reason()
    {
        var index = SyntheticIndex.Closed(groups: 3, group: 10);

        var plan = Plan(index, (3, 5), (10, 20));

        var whole = Assert.IsType<VideoPiece.Encode>(plan.Pieces[0]);
        Assert.Equal(SegmentCutter.WholeReason, whole.Reason);
    }

    [Fact]
    public void Segments_that_go_on_where_the_last_one_ended_are_not_cut_apart()
    {
        var index = SyntheticIndex.Closed(groups: 3, group: 10);

        var plan = Plan(index, (0, 5), (5, 20));

        Assert.Equal([new VideoPiece.Copy(0, 0, 20, 0, 20, BreaksLink: false)], plan.Pieces);
        Assert.Equal(2, plan.Segments.Count);
    }

    [Fact]
    public void A_keyframe_too_far_before_a_cut_gives_the_whole_output_to_the_exact_path()
    {
        var index = SyntheticIndex.Of(
            "I0 " + string.Join(' ', Enumerable.Range(1, SegmentCutter.MaxPreroll + 10)) + " I9999"
        );

        var result = CopyPlanner.Plan([new FrameRange(0, SegmentCutter.MaxPreroll + 5, index.FrameCount)], [index]);

        Assert.Contains("no keyframe within", Assert.IsType<CopyPlanResult.Refused>(result).Reason);
    }

    [Fact]
    public void Sources_with_different_clocks_get_one_that_rounds_no_time()
    {
        var film = SyntheticIndex.Of("I0 1 2 3", timescale: 24);
        var video = SyntheticIndex.Of("I0 1 2 3", timescale: 25);

        var result = CopyPlanner.Plan([new FrameRange(0, 0, 4), new FrameRange(1, 0, 4)], [film, video]);

        var plan = Assert.IsType<CopyPlanResult.Planned>(result).Plan;
        Assert.Equal(600u, plan.Timescale);
        Assert.Equal([0, 25, 50, 75, 100, 124, 148, 172], plan.Times([film, video]));
        Assert.Equal(196, plan.Duration);
    }

    /// <summary>The law: pieces tile every run without hole or overlap, whatever the groups look like (I9).</summary>
    [Fact]
    public void Pieces_tile_the_segments_for_ten_thousand_random_cuts()
    {
        var random = new Random(20);
        for (var round = 0; round < 10_000; round++)
        {
            var index = SyntheticIndex.Closed(random.Next(1, 6), random.Next(2, 14));
            var first = random.Next(index.FrameCount);
            var end = random.Next(first + 1, index.FrameCount + 1);

            var pieces = SegmentCutter.Cut(index, 0, first, end)!;

            Assert.Equal(first, pieces[0].FirstRank);
            Assert.Equal(end, pieces[^1].EndRank);
            Assert.All(pieces.Zip(pieces.Skip(1)), pair => Assert.Equal(pair.First.EndRank, pair.Second.FirstRank));
            Assert.All(pieces, piece => Assert.True(piece.FrameCount > 0));
            Assert.All(pieces.OfType<VideoPiece.Copy>(), copy => AssertDecodable(index, copy));
        }
    }

    private static void AssertDecodable(VideoIndex index, VideoPiece.Copy copy)
    {
        Assert.True(index.IsKeyframe(copy.FirstSample));
        var ranks = Enumerable
            .Range(copy.FirstSample, copy.EndSample - copy.FirstSample)
            .Select(sample => index.Ranks[sample])
            .Where(rank => rank >= copy.FirstRank)
            .Order();
        Assert.Equal(Enumerable.Range(copy.FirstRank, copy.FrameCount), ranks);
    }

    private static CopyPlan Plan(VideoIndex index, params (int First, int End)[] segments)
    {
        var ranges = segments.Select(segment => new FrameRange(0, segment.First, segment.End)).ToList();
        return Assert.IsType<CopyPlanResult.Planned>(CopyPlanner.Plan(ranges, [index])).Plan;
    }
}
