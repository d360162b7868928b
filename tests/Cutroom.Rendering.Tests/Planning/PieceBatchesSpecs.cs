using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Tests.Copying;

namespace Cutroom.Rendering.Tests.Planning;

public sealed class PieceBatchesSpecs
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Every_piece_is_made_once_in_as_many_calls_as_can_run_side_by_side(int threads)
    {
        var plan = Plan(cuts: 6);
        var pieces = Made(plan);

        var batches = PieceBatches.Of(plan, pieces, threads);

        Assert.Equal(pieces, batches.SelectMany(batch => batch).Order());
        Assert.Equal(Math.Min(threads, pieces.Count), batches.Count);
        Assert.DoesNotContain(batches, batch => batch.Count == 0);
    }

    [Fact]
    public void Large_pictures_are_not_all_worked_on_at_once()
    {
        var plan = Plan(cuts: 6);
        plan = plan with { Pictures = plan.Pictures! with { Width = 3840, Height = 2160 } };

        var batches = PieceBatches.Of(plan, Made(plan), threads: 1);

        Assert.All(batches, batch => Assert.InRange(batch.Count, 1, 2));
    }

    [Fact]
    public void The_dearest_call_comes_first() =>
        Assert.Equal([1, 0], PieceBatches.Of(Plan(cuts: 2), [0, 2], 2).Select(batch => batch[0] == 2 ? 1 : 0));

    /// <summary>Segments that start later and later before a keyframe, so that the second head is dearer than the first.</summary>
    private static RenderPlan Plan(int cuts)
    {
        var index = SyntheticIndex.Closed(groups: 4, group: 10);
        var ranges = Enumerable.Range(0, cuts).Select(cut => (0, 9 - cut, 20));
        return CopyPlanner.Apply(ExactPlans.Of([index], [.. ranges]), [new IndexResult.Indexed(index)]);
    }

    private static List<int> Made(RenderPlan plan) =>
        [
            .. plan.Copying!.Pieces.Index()
                .Where(piece => piece.Item is not VideoPiece.Copy)
                .Select(piece => piece.Index),
        ];
}
