using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Tests.Copying;

/// <summary>The front door in its default mode: what is copied comes out exact in every container, and the report says how much.</summary>
public sealed class AutoModeSpecs : IDisposable
{
    private readonly Renderer _renderer = new(new RendererOptions(), TimeProvider.System);
    private readonly string _folder = Directory.CreateTempSubdirectory("auto-mode-").FullName;

    [Theory]
    [InlineData(OutputFormat.Mp4)]
    [InlineData(OutputFormat.Mov)]
    [InlineData(OutputFormat.Flv)]
    [InlineData(OutputFormat.Hls)]
    [InlineData(OutputFormat.Hls, HlsSegments.Fmp4)]
    public async Task Copied_pictures_reach_every_container_unchanged(
        OutputFormat format,
        HlsSegments hls = HlsSegments.Ts
    )
    {
        using var clip = new CopyClip(
            "-c:v libx264 -preset veryfast -g 50 -keyint_min 50 -sc_threshold 0",
            8,
            sound: true
        );
        var timeline = Cut(new() { Format = format, HlsSegments = hls }, (0, 1_300, 5_100), (0, 3_000, 7_000));

        var rendered = await RenderAsync(timeline, clip.Path);

        Assert.Equal("mixed", rendered.Report.Mode);
        Assert.True(rendered.Report.CopiedFrames > 130, string.Join(' ', rendered.Report.Reasons));
        Assert.Equal(195, rendered.Report.Frames);
        var decoded = Engine.Decode(Path.Combine(rendered.OutputFolder, rendered.MainFile));
        Assert.Equal(195 * CopyClip.FrameBytes, decoded.Length);
        // Frame 17 of the output is the keyframe at 2 s, and 96 further on the keyframe at 4 s comes the second time.
        Assert.True(clip.Frame(50).SequenceEqual(CopyClip.FrameOf(decoded, 17)));
        Assert.True(clip.Frame(100).SequenceEqual(CopyClip.FrameOf(decoded, 95 + 25)));
    }

    [Fact]
    public async Task Avi_is_encoded_and_says_why()
    {
        using var clip = new CopyClip("-c:v libx264 -preset veryfast -g 50", 4, sound: true);

        var rendered = await RenderAsync(Cut(new() { Format = OutputFormat.Avi }, (0, 0, 2_000)), clip.Path);

        Assert.Equal("encode", rendered.Report.Mode);
        Assert.Contains(rendered.Report.Reasons, reason => reason.Contains("AVI", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_foreign_clip_is_encoded_to_match_and_the_others_are_copied()
    {
        using var clip = new CopyClip(
            "-c:v libx264 -preset veryfast -g 25 -keyint_min 25 -sc_threshold 0",
            4,
            sound: true
        );
        using var foreign = new CopyClip(
            "-c:v libx265 -preset ultrafast -x265-params log-level=error",
            2,
            sound: false
        );
        var timeline = Cut(new(), (0, 0, 4_000), (1, 200, 1_000), (0, 1_000, 3_000));

        var rendered = await RenderAsync(timeline, clip.Path, foreign.Path);

        Assert.Equal((150, 20), (rendered.Report.CopiedFrames, rendered.Report.EncodedFrames));
        var decoded = Engine.Decode(Path.Combine(rendered.OutputFolder, rendered.MainFile));
        Assert.True(clip.Frame(99).SequenceEqual(CopyClip.FrameOf(decoded, 99)));
        Assert.True(clip.Frame(25).SequenceEqual(CopyClip.FrameOf(decoded, 120)));
    }

    [Fact]
    public async Task A_whole_file_is_copied_without_a_new_picture()
    {
        using var clip = new CopyClip("-c:v libx265 -preset ultrafast -x265-params log-level=error", 4, sound: true);

        var rendered = await RenderAsync(Cut(new() { Codec = VideoCodec.H265 }, (0, 0, 4_000)), clip.Path);

        Assert.Equal(("copy", 100), (rendered.Report.Mode, rendered.Report.CopiedFrames));
    }

    [Fact]
    public async Task Encode_mode_copies_nothing()
    {
        using var clip = new CopyClip("-c:v libx264 -preset veryfast -g 25", 2, sound: false);

        var rendered = await RenderAsync(Cut(new() { Mode = RenderMode.Encode }, (0, 0, 2_000)), clip.Path);

        Assert.Equal(("encode", 0), (rendered.Report.Mode, rendered.Report.CopiedFrames));
    }

    /// <summary>A planted fault: the copy starts one sample late, inside a group. The verifier must see it and the exact path must take over.</summary>
    [Fact]
    public async Task A_copy_that_does_not_verify_is_thrown_away_and_everything_is_encoded()
    {
        using var clip = new CopyClip("-c:v libx264 -preset veryfast -g 25 -keyint_min 25 -sc_threshold 0 -bf 0", 3);
        var plan = await PlanAsync(Cut(new(), (0, 0, 2_000)), clip.Path);
        var copy = Assert.IsType<VideoPiece.Copy>(plan.Copying!.Pieces.Single());
        var late = copy with { FirstSample = 1, EndSample = copy.EndSample + 1, FirstRank = 1 };

        var rendered = await RunAsync(plan with { Copying = plan.Copying with { Pieces = [late] } });

        Assert.Equal(("encode", 50), (rendered.Report.Mode, rendered.Report.EncodedFrames));
        Assert.Contains(rendered.Report.Reasons, reason => reason.Contains("given up", StringComparison.Ordinal));
        Assert.Contains("The output is not as planned", rendered.Report.Fallback, StringComparison.Ordinal);
        Assert.DoesNotContain(
            rendered.Report.Reasons,
            reason => reason.Contains("are copied", StringComparison.Ordinal)
        );
    }

    private async Task<RenderResult.Rendered> RenderAsync(Timeline timeline, params string[] sources) =>
        await RunAsync(await PlanAsync(timeline, sources));

    private async Task<RenderPlan> PlanAsync(Timeline timeline, params string[] sources)
    {
        var planned = await _renderer.PlanAsync(timeline, sources, TestContext.Current.CancellationToken);
        return Assert.IsType<PlanResult.Planned>(planned).Plan;
    }

    private async Task<RenderResult.Rendered> RunAsync(RenderPlan plan)
    {
        var result = await _renderer.RunAsync(plan, _folder, null, TestContext.Current.CancellationToken);
        Assert.True(result is RenderResult.Rendered, result.ToString());
        Assert.Equal([Path.Combine(_folder, "output")], Directory.GetFileSystemEntries(_folder));
        return (RenderResult.Rendered)result;
    }

    private static Timeline Cut(OutputSettings settings, params (int Source, int Start, int End)[] segments) =>
        new(
            [
                .. segments.Select(segment => new Segment(
                    segment.Source,
                    MediaTime.FromMilliseconds(segment.Start),
                    MediaTime.FromMilliseconds(segment.End)
                )),
            ],
            settings
        );

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
