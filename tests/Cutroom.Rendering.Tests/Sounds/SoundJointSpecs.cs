using Cutroom.Rendering.Tests.Copying;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Tests.Sounds;

/// <summary>What is heard where segments meet: a tone shows every jump and every dip.</summary>
public sealed class SoundJointSpecs : IDisposable
{
    private const int Rate = 48_000;
    private const double Frequency = 210.7;

    // The engine's tone has an eighth of the full range.
    private const double Amplitude = 32_768 / 8.0;

    // Of the tone itself, from sample to sample; the codec adds a little.
    private const double LargestStep = 2 * Math.PI * Frequency / Rate * Amplitude * 2;

    private readonly CopyClip _clip = new(
        "-c:v libx264 -preset ultrafast -g 25 -c:a aac -b:a 160k -video_track_timescale 12800",
        6,
        $"sine=frequency=210.7:sample_rate={Rate}:duration=6"
    );
    private readonly string _folder = Directory.CreateTempSubdirectory("cutroom-joint-").FullName;

    public void Dispose()
    {
        _clip.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_real_discontinuity_does_not_jump()
    {
        var sound = await RenderAsync((480, 1_480), (3_040, 4_040));
        var source = Engine.Sound(_clip.Path);
        short[] naive = [.. source[(480 * 48)..(1_480 * 48)], .. source[(3_040 * 48)..(4_040 * 48)]];

        Assert.InRange(StepAround(sound, Rate), 0, LargestStep);
        Assert.True(StepAround(naive, Rate) > LargestStep, "the plain splice does not jump either");
    }

    [Fact]
    public async Task Contiguous_segments_have_no_notch()
    {
        var whole = await RenderAsync((480, 1_480), (1_480, 2_480));
        var cut = await RenderAsync((480, 1_480), (3_040, 4_040));

        Assert.InRange(DipAround(whole, Rate), 0.95, 1.05);
        Assert.True(DipAround(cut, Rate) < 0.9, "the ramp of a real joint is not seen either");
    }

    private async Task<short[]> RenderAsync(params (int Start, int End)[] ranges)
    {
        var renderer = new Renderer(new() { Threads = 1 }, TimeProvider.System);
        var segments = ranges
            .Select(range => new Segment(
                0,
                MediaTime.FromMilliseconds(range.Start),
                MediaTime.FromMilliseconds(range.End)
            ))
            .ToList();
        var planned = await renderer.PlanAsync(new(segments, new()), [_clip.Path], CancellationToken.None);
        var plan = Assert.IsType<PlanResult.Planned>(planned).Plan;
        var result = await renderer.RunAsync(plan, _folder, null, CancellationToken.None);
        return Engine.Sound(Path.Combine(Assert.IsType<RenderResult.Rendered>(result).OutputFolder, "output.mp4"));
    }

    private static double StepAround(short[] sound, int joint) =>
        Enumerable.Range(joint - 960, 1_920).Max(i => Math.Abs((double)sound[i + 1] - sound[i]));

    /// <summary>The weakest 5 ms within 50 ms of the joint, over all there.</summary>
    private static double DipAround(short[] sound, int joint)
    {
        var powers = Enumerable
            .Range(-10, 20)
            .Select(window => joint + window * 240)
            .Select(start => Math.Sqrt(sound[start..(start + 240)].Average(sample => (double)sample * sample)))
            .ToList();
        return powers.Min() / powers.Average();
    }
}
