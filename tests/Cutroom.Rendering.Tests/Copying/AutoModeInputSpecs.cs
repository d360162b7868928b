using Cutroom.Rendering.Timelines;
using Cutroom.Rendering.Verification;

namespace Cutroom.Rendering.Tests.Copying;

/// <summary>
/// Inputs that mislead cutters: every row comes out with exactly the pictures whose times lie in the half-open ranges, copied
/// where that is right and encoded with a reason where it is not.
/// </summary>
public sealed class AutoModeInputSpecs : IDisposable
{
    private const string H264 = "-c:v libx264 -preset veryfast -g 25 -keyint_min 25 -sc_threshold 0";

    private readonly string _folder = Directory.CreateTempSubdirectory("auto-input-").FullName;

    [Theory]
    [InlineData(
        "variable rate, late start",
        "-vf select='gt(mod(n*7919\\,13)\\,3)' -fps_mode vfr -video_track_timescale 90000 " + H264
    )]
    [InlineData("29.97 a second", "-vf settb=1001/30000,setpts=N " + H264 + " -video_track_timescale 30000")]
    [InlineData("baseline", H264 + " -profile:v baseline")]
    [InlineData("main profile, movie box at the end", H264 + " -profile:v main -f mov")]
    [InlineData("long reordering", H264 + " -bf 8 -b_strategy 0 -x264-params b-pyramid=normal:ref=5")]
    [InlineData("several slices", H264 + " -x264-params slices=4")]
    [InlineData("parameter sets in the samples", H264 + " -x264-params repeat-headers=1")]
    [InlineData("access unit delimiters", H264 + " -x264-params aud=1")]
    [InlineData("periodic intra refresh", H264 + " -x264-params intra-refresh=1", false)]
    [InlineData("interlaced", H264 + " -flags +ilme+ildct -x264-params tff=1", false)]
    [InlineData("anamorphic", H264 + " -vf setsar=8/9", false)]
    public async Task Every_input_is_cut_exactly(string name, string encoder, bool mayCopy = true)
    {
        using var clip = new CopyClip(encoder, 6, sound: name.Contains("late", StringComparison.Ordinal));

        var report = await ProveAsync(clip, (430, 3_210), (2_000, 4_960), (1_000, 1_040));

        Assert.Equal(mayCopy, report.CopiedFrames > 0);
        Assert.True(mayCopy || report.Reasons.Any(reason => reason.StartsWith("Source 1:", StringComparison.Ordinal)));
    }

    private async Task<ConformanceReport> ProveAsync(CopyClip clip, params (int Start, int End)[] ranges)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var renderer = new Renderer(new RendererOptions(), TimeProvider.System);
        var segments = ranges.Select(range => new Segment(0, Time(range.Start), Time(range.End))).ToList();
        var planned = await renderer.PlanAsync(new Timeline(segments, new()), [clip.Path], cancellation);
        var plan = Assert.IsType<PlanResult.Planned>(planned).Plan;
        var result = await renderer.RunAsync(plan, _folder, null, cancellation);
        Assert.True(result is RenderResult.Rendered, result.ToString());

        var rendered = (RenderResult.Rendered)result;
        var output = Path.Combine(rendered.OutputFolder, rendered.MainFile);
        var wanted = ranges.SelectMany(range => clip.Between(Time(range.Start), Time(range.End))).ToList();
        Assert.Equal(wanted.Count, rendered.Report.Frames);
        if (rendered.Report.CopiedFrames > 0)
        {
            var exact = CopyProof.CompareAll(clip, wanted, Engine.Decode(output));
            Assert.True(exact >= rendered.Report.CopiedFrames, $"{exact} of {rendered.Report.CopiedFrames} are exact");
        }

        return rendered.Report;
    }

    private static MediaTime Time(int milliseconds) => MediaTime.FromMilliseconds(milliseconds);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
