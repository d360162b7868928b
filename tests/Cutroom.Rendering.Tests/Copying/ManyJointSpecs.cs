using System.Globalization;
using Cutroom.Rendering.Timelines;
using Cutroom.Testing.Media;

namespace Cutroom.Rendering.Tests.Copying;

/// <summary>
/// Sound stays with the pictures however many joints there are, in every container (I9): a clip whose beeps mark the full seconds tells at
/// each joint by how much it is off.
/// </summary>
public sealed class ManyJointSpecs(ITestOutputHelper log) : IDisposable
{
    /// <summary>Frames of a segment, at 25 a second.</summary>
    private const int SegmentFrames = 10;

    /// <summary>Seconds from the first picture of each segment to its beep.</summary>
    private const double Lead = 0.12;

    private const double Loud = 0.06;

    private readonly string _folder = Directory.CreateTempSubdirectory("many-joints-").FullName;

    /// <summary>Most joints lie between keyframes, so that copied and encoded pieces alternate.</summary>
    [Theory]
    [InlineData(OutputFormat.Mp4, 1)]
    [InlineData(OutputFormat.Mov, 1)]
    [InlineData(OutputFormat.Hls, 1)]
    [InlineData(OutputFormat.Hls, 1, HlsSegments.Fmp4)]
    [InlineData(OutputFormat.Flv, 1)]
    [InlineData(OutputFormat.Mp4, 20)]
    [InlineData(OutputFormat.Mov, 20)]
    [InlineData(OutputFormat.Hls, 20)]
    [InlineData(OutputFormat.Hls, 20, HlsSegments.Fmp4)]
    [InlineData(OutputFormat.Flv, 20)]
    public Task Sound_stays_at_joints_of_copied_and_encoded_pieces(
        OutputFormat format,
        int joints,
        HlsSegments hls = HlsSegments.Ts
    ) =>
        MeasureAsync(
            "-g 10 -keyint_min 10 -sc_threshold 0",
            new() { Format = format, HlsSegments = hls },
            joints,
            "mixed"
        );

    /// <summary>All segments start with keyframes: what is left is the number of joints.</summary>
    [Theory]
    [InlineData(OutputFormat.Mp4)]
    [InlineData(OutputFormat.Mov)]
    [InlineData(OutputFormat.Hls)]
    [InlineData(OutputFormat.Hls, HlsSegments.Fmp4)]
    [InlineData(OutputFormat.Flv)]
    public Task Sound_does_not_drift_over_200_joints(OutputFormat format, HlsSegments hls = HlsSegments.Ts) =>
        MeasureAsync(
            "-force_key_frames 0.88,1.88,2.88,3.88 -bf 0",
            new() { Format = format, HlsSegments = hls },
            200,
            "copy"
        );

    private async Task MeasureAsync(string groups, OutputSettings settings, int joints, string mode)
    {
        using var clip = new CopyClip($"-c:v libx264 -preset veryfast {groups}", 6, Beeps);
        // Each segment holds one beep, 120 ms after its first picture: 0.88 s to 1.28 s, 1.88 s to 2.28 s, and so on.
        var segments = Enumerable
            .Range(0, joints + 1)
            .Select(i => new Segment(0, Time(880 + 1000 * (i * 3 % 4)), Time(1_280 + 1000 * (i * 3 % 4))))
            .ToList();

        var output = await RenderAsync(new Timeline(segments, settings), clip.Path, mode);

        var reading = await MediaReading.ReadAsync(output, []);
        Assert.Equal("", reading.DecoderLog);
        Assert.Equal((joints + 1) * SegmentFrames, reading.Frames.Count);
        var beeps = BeepStarts(reading.Sound!); // the clip has sound
        Assert.Equal(joints + 1, beeps.Count);
        var errors = beeps
            .Select((beep, i) => beep - reading.Frames[i * SegmentFrames].Time.ToApproximateSeconds() - Lead)
            .ToList();
        var largest = errors.Max(Math.Abs);
        log.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{settings.Format}, {joints} joints: at most {largest * 1000:f2} ms"
            )
        );
        Assert.True(largest <= (settings.Format == OutputFormat.Flv ? 0.002 : 0.001), $"{largest * 1000} ms");
    }

    private static string Beeps => "aevalsrc='0.5*sin(2*PI*1000*t)*lt(mod(t\\,1)\\,0.05)':s=48000:d=6";

    /// <summary>Seconds on the file's clock where sound sets in after at least a fifth of a second of silence.</summary>
    private static List<double> BeepStarts(SoundTrack sound)
    {
        var starts = new List<double>();
        var lastLoud = -SoundTrack.Rate;
        foreach (var (position, sample) in sound.Samples.Index())
        {
            if (Math.Abs(sample) < Loud)
                continue;
            if (position - lastLoud > SoundTrack.Rate / 5)
                starts.Add(sound.Start + (double)position / SoundTrack.Rate);
            lastLoud = position;
        }

        return starts;
    }

    private async Task<string> RenderAsync(Timeline timeline, string source, string mode)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var renderer = new Renderer(new RendererOptions(), TimeProvider.System);
        var planned = await renderer.PlanAsync(timeline, [source], cancellation);
        var plan = Assert.IsType<PlanResult.Planned>(planned).Plan;
        var result = await renderer.RunAsync(plan, _folder, null, cancellation);
        Assert.True(result is RenderResult.Rendered, result.ToString());
        var rendered = (RenderResult.Rendered)result;
        Assert.Equal(mode, rendered.Report.Mode);
        return Path.Combine(rendered.OutputFolder, rendered.MainFile);
    }

    private static MediaTime Time(int milliseconds) => MediaTime.FromMilliseconds(milliseconds);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
