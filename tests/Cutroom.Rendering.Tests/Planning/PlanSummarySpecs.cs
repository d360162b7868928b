using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Tests.Planning;

public sealed class PlanSummarySpecs
{
    [Fact]
    public void Segments_show_their_own_frames_also_where_they_share_a_step()
    {
        var summary = Of(
            new(),
            [Material.Video()],
            Material.Cut(0, "1", "2"),
            Material.Cut(0, "2", "2.5"),
            Material.Cut(0, "8", "9")
        );

        Assert.Equal(75, summary.Frames);
        Assert.Equal([(0L, 30L), (30L, 15L), (45L, 30L)], summary.Segments.Select(Extent));
        Assert.All(
            summary.Segments,
            segment => Assert.Equal(segment.SourceFrames, segment.Pieces.Sum(piece => piece.Frames))
        );
    }

    [Fact]
    public void Segments_of_unlike_rates_tile_the_output()
    {
        var summary = Of(
            new(),
            [Material.Video(), Material.Video(rate: new(25, 1), path: "/b.mp4")],
            Material.Cut(0, "1", "2"),
            Material.Cut(1, "2", "2.5"),
            Material.Cut(1, "2.5", "4"),
            Material.Cut(0, "8", "9")
        );

        var frame = 0L;
        foreach (var (first, count) in summary.Segments.Select(Extent))
        {
            Assert.Equal(frame, first);
            frame += count;
        }

        Assert.Equal(summary.Frames, frame);
    }

    [Fact]
    public void Every_encoded_piece_has_its_reason_and_the_sums_are_the_plans()
    {
        var plan = Material.Plan(new(), [Material.Video()], Material.Cut(0, "1", "2"), Material.Cut(0, "5", "6"));

        var summary = PlanSummary.Of(plan);

        Assert.All(
            summary.Segments.SelectMany(segment => segment.Pieces),
            piece => Assert.False(string.IsNullOrEmpty(piece.Reason))
        );
        Assert.Equal((plan.Hash(), "encode", 60L), (summary.PlanHash, summary.Mode, summary.EncodedFrames));
        Assert.Equal(summary.EstimatedBytes, summary.Segments.Sum(segment => segment.EstimatedBytes));
    }

    [Fact]
    public void Sound_alone_has_no_pieces_but_a_weight()
    {
        var summary = Of(new() { Format = OutputFormat.Mp3 }, [Material.Sound()], Material.Cut(0, "1", "5"));

        Assert.Empty(Assert.Single(summary.Segments).Pieces);
        Assert.InRange(summary.EstimatedBytes, 4 * 64_000 / 8, 4 * 320_000 / 8);
    }

    [Fact]
    public void Encoding_is_estimated_dearer_than_copying_and_more_of_it_dearer_still()
    {
        var plan = Material.Plan(new(), [Material.Video()], Material.Cut(0, "1", "9"));
        var copied = new VideoPiece.Copy
        {
            FirstFrame = 0,
            FrameCount = 240,
            Source = 0,
            FirstRank = 30,
            FirstSample = 30,
            EndSample = 270,
        };

        var encode = PlanSummary.Of(plan);
        var copy = PlanSummary.Of(plan with { Copying = new([copied], 0, []) });
        var less = Of(new(), [Material.Video()], Material.Cut(0, "1", "2"));

        Assert.Equal(("copy", 240L), (copy.Mode, copy.CopiedFrames));
        Assert.True(copy.EstimatedWorkSeconds < encode.EstimatedWorkSeconds);
        Assert.True(less.EstimatedWorkSeconds < encode.EstimatedWorkSeconds);
        Assert.True(less.EstimatedBytes < encode.EstimatedBytes);
    }

    private static PlanSummary Of(OutputSettings settings, SourceMaterial[] sources, params Segment[] segments) =>
        PlanSummary.Of(Material.Plan(settings, sources, segments));

    private static (long First, long Frames) Extent(SegmentSummary segment) =>
        (segment.Pieces[0].FirstFrame, segment.Pieces.Sum(piece => piece.Frames));
}
