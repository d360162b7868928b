using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;
using static Cutroom.Rendering.Tests.Planning.Material;

namespace Cutroom.Rendering.Tests.Planning;

public sealed class RenderPlannerSpecs
{
    private static readonly OutputSettings Mp4 = new();
    private static readonly Ratio Film = new(25, 1);

    [Theory]
    [InlineData("0", "1", 0, 30)]
    [InlineData("0.001", "1", 1, 29)]
    [InlineData("0.033333333", "1.000000001", 1, 30)]
    [InlineData("1", "1.033333333", 30, 1)]
    [InlineData("9.9", "99", 297, 3)]
    [InlineData("9.9", null, 297, 3)]
    public void A_range_is_half_open_on_the_frames_own_timestamps(string start, string? end, long first, long count)
    {
        var plan = Plan(Mp4, [Video()], Cut(0, start, end));

        var cut = Assert.Single(plan.Steps).Pictures!; // the source has pictures
        Assert.Equal((first, count), (cut.FirstPts, cut.SourceFrames));
        Assert.Equal(count, plan.Frames);
    }

    [Fact]
    public void Position_0_is_the_earliest_presentation_time_of_the_file()
    {
        var transport = WithTimes(
            new(1, 90_000),
            [.. Enumerable.Range(0, 90).Select(i => 126_000L + i * 3000)],
            396_000
        );

        var plan = Plan(Mp4, [transport], Cut(0, "0", "1"));

        Assert.Equal(126_000, plan.Steps[0].Pictures?.FirstPts);
        Assert.Equal(30, plan.Frames);
    }

    [Fact]
    public void A_variable_rate_keeps_its_own_distances()
    {
        var source = WithTimes(new(1, 1000), [0, 40, 120, 130, 300, 340], 380);

        var plan = Plan(Mp4, [source], Cut(0, "0.12", "0.31"), Cut(0, "0", "0.05"));

        Assert.False(plan.Pictures?.IsConstantRate);
        Assert.Equal([0, 100, 1800], plan.Steps[0].Pictures?.Times.Enumerate());
        // The last frame, at 0.3 s, lasts until the next at 0.34 s: 0.22 s in all.
        Assert.Equal(2200, plan.Steps[1].Pictures?.Position);
        Assert.Equal(MediaTime.FromMilliseconds(340), plan.Duration);
    }

    [Fact]
    public void Avi_has_no_variable_rate_so_frames_are_repeated_and_the_plan_says_so()
    {
        var source = WithTimes(new(1, 1000), [0, 40, 160, 200], 240, rate: Film);

        var plan = Plan(Mp4 with { Format = OutputFormat.Avi }, [source], Cut(0, "0"));

        Assert.Equal(Film, plan.Steps[0].Pictures?.Resample);
        Assert.Equal(6, plan.Frames);
        Assert.Contains(plan.Reasons, reason => reason.Contains("AVI", StringComparison.Ordinal));
        Assert.Equal(0, plan.Pictures?.BFrames);
    }

    [Fact]
    public void Sources_of_one_rate_keep_every_frame_whatever_their_clocks()
    {
        var coarse = WithTimes(new(1, 1000), [0, 33, 67, 100, 133, 167], 200, path: "/b.mkv", rate: new(30, 1));

        var plan = Plan(Mp4, [Video(), coarse], Cut(0, "0", "0.2"), Cut(1, "0"));

        Assert.All(plan.Steps, step => Assert.Null(step.Pictures?.Resample));
        Assert.True(plan.Pictures?.IsConstantRate);
        Assert.Equal(12, plan.Frames);
        Assert.Equal(MediaTime.FromMilliseconds(400), plan.Duration);
    }

    [Fact]
    public void Unlike_rates_are_brought_to_the_references()
    {
        var plan = Plan(Mp4, [Video(Film, path: "/a"), Video(path: "/b")], Cut(0, "0", "2"), Cut(1, "0", "2"));

        Assert.Equal(Film, plan.Pictures?.FrameRate);
        Assert.Equal([50, 50], plan.Steps.Select(step => step.Pictures?.Frames() ?? 0));
        Assert.Equal(MediaTime.FromSeconds(4), plan.Duration);
    }

    /// <summary>Else one foreign input among twenty would have all twenty made anew.</summary>
    [Fact]
    public void Only_the_input_of_another_rate_has_its_frames_repeated()
    {
        var plan = Plan(Mp4, [Video(Film, path: "/a"), Video(path: "/b")], Cut(0, "0", "2"), Cut(1, "0", "2"));

        Assert.Equal([null, Film], plan.Steps.Select(step => step.Pictures?.Resample));
    }

    [Fact]
    public void A_slide_shown_for_several_frames_of_the_output_is_repeated()
    {
        var slides = WithTimes(new(1, 1000), [0, 500, 1000, 1500], 2000, path: "/b", rate: new(2, 1));

        var plan = Plan(Mp4, [Video(Film, path: "/a"), slides], Cut(0, "0", "1"), Cut(1, "0.5", "1"));

        Assert.Equal([25, 13], plan.Steps.Select(step => step.Pictures?.Frames() ?? 0));
    }

    [Fact]
    public void Only_the_input_of_other_colours_is_converted()
    {
        SourceMaterial[] sources = [Video(path: "/a"), Video(path: "/hd", width: 1280, height: 720)];

        var plan = Plan(Mp4, sources, Cut(0, "0", "1"), Cut(1, "0", "1"), Cut(0, "2", "3"));

        Assert.Equal("smpte170m", plan.Pictures?.Color);
        Assert.Equal([null, "bt709", null], plan.Steps.Select(step => step.Pictures?.Fit.Color?.Matrix));
    }

    [Theory]
    [InlineData(ReferenceRule.None, 640)]
    [InlineData(ReferenceRule.MaxBitrate, 320)]
    [InlineData(ReferenceRule.MaxResolution, 1280)]
    public void The_reference_rule_chooses_the_input_that_is_followed(ReferenceRule rule, int width)
    {
        SourceMaterial[] sources =
        [
            Video(path: "/first"),
            Video(path: "/fat", width: 320, height: 180, kbps: 9000),
            Video(path: "/large", width: 1280, height: 720),
            Video(path: "/unused", width: 1920, height: 1080, kbps: 20000),
        ];

        var plan = Plan(Mp4 with { Reference = rule }, sources, Cut(0, "0", "1"), Cut(1, "0", "1"), Cut(2, "0", "1"));

        Assert.Equal(width, plan.Pictures?.Width);
    }

    [Fact]
    public void Contiguous_segments_are_one_step_and_have_no_joint()
    {
        var plan = Plan(Mp4, [Video()], Cut(0, "1", "2"), Cut(0, "2", "3.5"), Cut(0, "0", "1"));

        Assert.Equal(2, plan.Steps.Count);
        Assert.Equal([0, 0, 1], plan.Segments.Select(segment => segment.Step));
        Assert.Equal([0, 1000, 2500], plan.Segments.Select(segment => segment.Position.FloorMilliseconds()));
        Assert.Equal((0, 240), (plan.Steps[0].Sound?.FadeIn, plan.Steps[0].Sound?.FadeOut));
        Assert.Equal((240, 0), (plan.Steps[1].Sound?.FadeIn, plan.Steps[1].Sound?.FadeOut));
    }

    [Fact]
    public void A_still_picture_is_cut_a_second_after_the_asked_end()
    {
        var slides = WithTimes(new(1, 1000), [0, 10_000, 600_000], 700_000);

        var plan = Plan(Mp4, [slides], Cut(0, "9", "12"));

        Assert.Equal(1, plan.Frames);
        Assert.Equal(MediaTime.FromSeconds(2), plan.Duration);
    }

    [Fact]
    public void Missing_sound_is_silence_where_another_source_has_some()
    {
        var plan = Plan(Mp4, [Video(hasSound: false, path: "/mute"), Video()], Cut(0, "0", "1"), Cut(1, "0", "1"));

        Assert.Null(plan.Steps[0].Sound?.Stream);
        Assert.Equal(48_000, plan.Steps[0].Sound?.Samples);
        Assert.Equal(1, plan.Steps[1].Sound?.Stream);
    }

    [Fact]
    public void Without_any_sound_there_is_no_track_of_it() =>
        Assert.Null(Plan(Mp4, [Video(hasSound: false)], Cut(0, "0", "1")).Sound);

    [Fact]
    public void Sound_only_is_cut_to_the_sample_in_any_container()
    {
        var plan = Plan(Mp4 with { Format = OutputFormat.Hls }, [Sound()], Cut(0, "1.5", "2"), Cut(0, "0", "0.25"));

        Assert.Null(plan.Pictures);
        Assert.Equal(0, plan.Frames);
        Assert.Equal([66_150, 0], plan.Steps.Select(step => step.Sound!.FirstSample)); // all have sound
        Assert.Equal([22_050, 11_025], plan.Steps.Select(step => step.Sound!.Samples));
    }

    [Fact]
    public void A_damaged_count_of_timestamps_places_frames_on_a_grid()
    {
        var source = Video();
        var irregular = source with { Index = source.Index with { IsIrregular = true } };

        Assert.Equal(new(30, 1), Plan(Mp4, [irregular], Cut(0, "0", "1")).Steps[0].Pictures?.Resample);
    }

    [Fact]
    public void Equal_requests_give_equal_plans_wherever_the_files_lie()
    {
        RenderPlan Of(string path) => Plan(Mp4, [Video(path: path)], Cut(0, "1", "2"));

        Assert.Equal(Of("/x/a.mp4").Hash(), Of("/y/a.mp4").Hash());
        Assert.NotEqual(Of("/a.mp4").Hash(), Plan(Mp4, [Video(path: "/a.mp4")], Cut(0, "1", "2.1")).Hash());
        Assert.DoesNotContain("/x/", Of("/x/a.mp4").ToJson(), StringComparison.Ordinal);
    }
}
