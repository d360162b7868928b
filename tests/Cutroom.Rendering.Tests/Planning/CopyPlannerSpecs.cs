using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Tests.Copying;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Tests.Planning;

public sealed class CopyPlannerSpecs
{
    [Fact]
    public void A_segment_on_keyframes_is_copied_whole()
    {
        var index = SyntheticIndex.Closed(groups: 3, group: 10);

        var plan = Plan(index, (0, 10, 20));

        Assert.Equal("copy 10-20 of samples 10-20", Describe(plan));
        Assert.Equal((10, 0), (plan.CopiedFrames, plan.EncodedFrames));
    }

    [Fact]
    public void The_head_up_to_the_first_keyframe_is_encoded()
    {
        var index = SyntheticIndex.Closed(groups: 3, group: 10);

        var plan = Plan(index, (0, 7, 20));

        Assert.Equal("encode 7-10 of samples 0-10, copy 10-20 of samples 10-20", Describe(plan));
        Assert.Equal(SegmentCutter.HeadReason, plan.Pieces.OfType<VideoPiece.Encode>().Single().Reason);
    }

    [Fact]
    public void Only_the_pictures_after_the_last_hole_free_prefix_are_encoded_at_the_tail()
    {
        // Shown order 0..6; picture 6 is decoded before 4 and 5, and lies behind the end.
        var index = SyntheticIndex.Of("I0 3 1 2 6 4 5");

        var plan = Plan(index, (0, 0, 6));

        Assert.Equal("copy 0-4 of samples 0-4, encode 4-6 of samples 0-7", Describe(plan));
        Assert.Equal(SegmentCutter.TailReason, plan.Pieces.OfType<VideoPiece.Encode>().Single().Reason);
    }

    [Fact]
    public void Pictures_shown_before_an_open_keyframe_are_encoded_and_the_link_is_broken()
    {
        var index = SyntheticIndex.Of("I0 3 1 2 C7 4 5 6 8 9", family: NalFamily.H265);

        var plan = Plan(index, (0, 4, 10));

        Assert.Equal("encode 4-7 of samples 0-8, copy 7-10 of samples 4-10 broken", Describe(plan));
    }

    [Fact]
    public void An_open_keyframe_inside_a_copied_run_keeps_its_leading_pictures()
    {
        var index = SyntheticIndex.Of("I0 3 1 2 C7 4 5 6 8 9", family: NalFamily.H265);

        var plan = Plan(index, (0, 0, 10));

        Assert.Equal("copy 0-10 of samples 0-10", Describe(plan));
    }

    [Fact]
    public void A_sync_sample_that_is_no_keyframe_is_never_cut_at()
    {
        var index = SyntheticIndex.Of("I0 3 1 2 R7 4 5 6 8 9");

        var reason = Refusal([index], (0, 4, 10));

        Assert.Contains(SegmentCutter.WholeReason, reason);
    }

    [Fact]
    public void A_segment_without_a_keyframe_among_others_is_encoded_with_its_reason()
    {
        var index = SyntheticIndex.Closed(groups: 3, group: 10);

        var plan = Plan(index, (0, 3, 5), (0, 10, 20));

        Assert.Equal("encode 3-5 of samples 0-6, copy 10-20 of samples 10-20", Describe(plan));
        Assert.Equal([0, 2], plan.Pieces.Select(piece => piece.FirstFrame));
    }

    [Fact]
    public void A_keyframe_too_far_before_a_cut_gives_the_step_to_the_exact_path()
    {
        var pictures = Enumerable.Range(1, SegmentCutter.MaxPreroll + 10);
        var index = SyntheticIndex.Of("I0 " + string.Join(' ', pictures) + " I9999");

        var reason = Refusal([index], (0, SegmentCutter.MaxPreroll + 5, index.FrameCount));

        Assert.Contains("no keyframe lies within", reason);
    }

    [Fact]
    public void One_foreign_source_among_many_does_not_stop_the_others_from_being_copied()
    {
        var index = SyntheticIndex.Closed(groups: 3, group: 10);
        var foreign = SyntheticIndex.Of("I0 1 2 3", set: 9);

        var plan = Plan([foreign, index], (0, 0, 4), (1, 0, 30));

        Assert.Equal("adapt step 0, copy 0-30 of samples 0-30", Describe(plan));
        Assert.Equal(1, plan.Model);
    }

    [Fact]
    public void Pictures_that_the_exact_path_would_change_are_not_copied()
    {
        var index = SyntheticIndex.Closed(groups: 3, group: 10);
        var plan = ExactPlans.Of([index], (0, 0, 30));
        var turned = plan.Steps[0].Pictures! with
        {
            Fit = new() { Scale = new(192, 128), Rotation = 90 },
        };

        var result = CopyPlanner.Apply(
            plan with
            {
                Steps = [plan.Steps[0] with { Pictures = turned }],
            },
            [new IndexResult.Indexed(index)]
        );

        Assert.Contains("turned", Refused(result));
    }

    [Fact]
    public void Tables_that_the_engine_reads_otherwise_are_not_trusted()
    {
        var index = SyntheticIndex.Closed(groups: 3, group: 10);
        var plan = ExactPlans.Of([index], (0, 0, 30));
        var other = plan.Steps[0].Pictures! with { SourceFrames = 29 };

        var result = CopyPlanner.Apply(
            plan with
            {
                Steps = [plan.Steps[0] with { Pictures = other }],
            },
            [new IndexResult.Indexed(index)]
        );

        Assert.Contains("disagree", Refused(result));
    }

    [Fact]
    public void Avi_is_never_given_pictures_out_of_order()
    {
        var index = SyntheticIndex.Closed(groups: 3, group: 10);
        var plan = ExactPlans.Of([index], (0, 0, 30)) with { Settings = new() { Format = OutputFormat.Avi } };

        var result = CopyPlanner.Apply(plan, [new IndexResult.Indexed(index)]);

        Assert.Contains("AVI", Refused(result));
    }

    /// <summary>The law: pieces tile every range without hole or overlap, and each copy decodes by itself.</summary>
    [Fact]
    public void Pieces_tile_the_range_for_ten_thousand_random_cuts()
    {
        var random = new Random(20);
        for (var round = 0; round < 10_000; round++)
        {
            var index = SyntheticIndex.Closed(random.Next(1, 6), random.Next(2, 14));
            var first = random.Next(index.FrameCount);
            var end = random.Next(first + 1, index.FrameCount + 1);

            var pieces = SegmentCutter.Cut(index, new FrameRange(0, first, end, 100))!;

            Assert.Equal((first, 100), (pieces[0].FirstRank, pieces[0].FirstFrame));
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

    private static string Describe(CopyPlan plan) =>
        string.Join(
            ", ",
            plan.Pieces.Select(piece =>
                piece switch
                {
                    VideoPiece.Copy copy => $"copy {Range(copy)}{(copy.BreaksLink ? " broken" : "")}",
                    VideoPiece.Encode encode => $"encode {Range(encode)}",
                    VideoPiece.Adapt adapt => $"adapt step {adapt.Step}",
                    _ => "",
                }
            )
        );

    private static string Range(VideoPiece.Cut cut) =>
        $"{cut.FirstRank}-{cut.EndRank} of samples {cut.FirstSample}-{cut.EndSample}";

    private static CopyPlan Plan(VideoIndex index, params (int, int, int)[] ranges) => Plan([index], ranges);

    private static CopyPlan Plan(VideoIndex[] indexes, params (int, int, int)[] ranges)
    {
        var copying = Result(indexes, ranges).Copying;
        Assert.NotNull(copying);
        return copying;
    }

    private static string Refusal(VideoIndex[] indexes, params (int, int, int)[] ranges) =>
        Refused(Result(indexes, ranges));

    private static string Refused(RenderPlan plan)
    {
        Assert.Null(plan.Copying);
        return string.Join(' ', plan.Reasons);
    }

    private static RenderPlan Result(VideoIndex[] indexes, (int, int, int)[] ranges) =>
        CopyPlanner.Apply(ExactPlans.Of(indexes, ranges), [.. indexes.Select(index => new IndexResult.Indexed(index))]);
}
