using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Tests.Copying;

/// <summary>Sound stays with the pictures however many joints there are (I9): a clip whose beeps mark the full seconds tells by how much it is off.</summary>
public sealed class ManyJointSpecs : IDisposable
{
    private const int SampleRate = 48_000;

    /// <summary>A thousandth of a second, in samples.</summary>
    private const int Tolerance = SampleRate / 1000;

    private readonly string _folder = Directory.CreateTempSubdirectory("many-joints-").FullName;

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(99)]
    public async Task Sound_does_not_drift_with_the_number_of_joints(int joints)
    {
        using var clip = new CopyClip("-c:v libx264 -preset veryfast -g 10 -keyint_min 10 -sc_threshold 0", 6, Beeps);
        // Each segment holds one beep, 120 ms after its first picture: 0.88 s to 1.28 s, 1.88 s to 2.28 s, and so on.
        var segments = Enumerable
            .Range(0, joints + 1)
            .Select(i => new Segment(0, Time(880 + 1000 * (i * 3 % 4)), Time(1_280 + 1000 * (i * 3 % 4))))
            .ToList();

        var output = await RenderAsync(new Timeline(segments, new()), clip.Path);

        var starts = BeepStarts(Engine.Sound(output));
        Assert.Equal(joints + 1, starts.Count);
        Assert.All(
            starts.Index(),
            beep => Assert.InRange(beep.Item - (beep.Index * 19_200 + 5_760), -Tolerance, Tolerance)
        );
    }

    private static string Beeps => "aevalsrc='0.5*sin(2*PI*1000*t)*lt(mod(t\\,1)\\,0.05)':s=48000:d=6";

    /// <summary>Where sound sets in after at least a fifth of a second of silence.</summary>
    private static List<int> BeepStarts(short[] samples)
    {
        var starts = new List<int>();
        var lastLoud = -SampleRate;
        foreach (var (position, sample) in samples.Index())
        {
            if (Math.Abs((int)sample) < 2_000)
                continue;
            if (position - lastLoud > SampleRate / 5)
                starts.Add(position);
            lastLoud = position;
        }

        return starts;
    }

    private async Task<string> RenderAsync(Timeline timeline, string source)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var renderer = new Renderer(new RendererOptions(), TimeProvider.System);
        var planned = await renderer.PlanAsync(timeline, [source], cancellation);
        var plan = Assert.IsType<PlanResult.Planned>(planned).Plan;
        var result = await renderer.RunAsync(plan, _folder, null, cancellation);
        Assert.True(result is RenderResult.Rendered, result.ToString());
        var rendered = (RenderResult.Rendered)result;
        Assert.Equal("mixed", rendered.Report.Mode);
        return Path.Combine(rendered.OutputFolder, rendered.MainFile);
    }

    private static MediaTime Time(int milliseconds) => MediaTime.FromMilliseconds(milliseconds);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
