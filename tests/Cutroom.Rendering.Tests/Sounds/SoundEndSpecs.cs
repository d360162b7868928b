using Cutroom.Rendering.Tests.Copying;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Tests.Sounds;

/// <summary>Where a packet of sound is longer than sound may outlast pictures.</summary>
public sealed class SoundEndSpecs : IDisposable
{
    private readonly CopyClip _clip = new(
        "-c:v libx264 -preset ultrafast -c:a aac",
        seconds: 3,
        "anoisesrc=color=pink:seed=3:sample_rate=44100:duration=3"
    );
    private readonly string _folder = Directory.CreateTempSubdirectory("sound-end-").FullName;

    /// <summary>19 pictures last 33,516 samples: 108 more than 29 packets hold, so that a 30th would end 23.7 ms too late.</summary>
    [Fact]
    public async Task A_last_packet_of_few_samples_is_left_out()
    {
        var renderer = new Renderer(new(), TimeProvider.System);
        var segment = new Segment(0, MediaTime.Zero, MediaTime.FromMilliseconds(19 * 40));
        var timeline = new Timeline([segment], new() { Format = OutputFormat.Avi });
        var planned = await renderer.PlanAsync(timeline, [_clip.Path], CancellationToken.None);
        var plan = Assert.IsType<PlanResult.Planned>(planned).Plan;

        var result = await renderer.RunAsync(plan, _folder, null, CancellationToken.None);

        var report = Assert.IsType<RenderResult.Rendered>(result).Report;
        Assert.Equal(29, plan.Sound?.Packets);
        Assert.Equal(-3, report.TrackEndDifference?.FloorMilliseconds());
    }

    public void Dispose()
    {
        _clip.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
