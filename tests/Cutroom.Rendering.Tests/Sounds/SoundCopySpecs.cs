using System.Text;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Tests.Copying;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Tests.Sounds;

/// <summary>When packets of sound are taken as they are, and that they are.</summary>
public sealed class SoundCopySpecs : IDisposable
{
    // Behind it stand data beside the packet, which containers keep or lose.
    private const int HashColumn = 5;

    private readonly CopyClip _clip = new(
        "-c:v libx264 -preset ultrafast -g 25 -c:a aac -b:a 128k",
        4,
        "anoisesrc=color=pink:seed=5:sample_rate=48000:duration=4.2"
    );
    private readonly string _folder = Directory.CreateTempSubdirectory("cutroom-sound-").FullName;

    public void Dispose()
    {
        _clip.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(OutputFormat.Mp4, "output.mp4")]
    [InlineData(OutputFormat.Mov, "output.mov")]
    [InlineData(OutputFormat.Flv, "output.flv")]
    public async Task The_sound_of_a_whole_file_is_copied(OutputFormat format, string name)
    {
        var plan = await PlanAsync(new Segment(0, MediaTime.Zero, null), format);

        var result = await Renderer.RunAsync(plan, _folder, null, CancellationToken.None);

        var report = Assert.IsType<RenderResult.Rendered>(result).Report;
        Assert.True(plan.Sound?.IsCopied);
        Assert.Contains(SoundCopying.Reason, report.Reasons);
        var packets = Packets(Path.Combine(_folder, "output", name));
        Assert.InRange(packets.Count, 187, 190);
        Assert.Equal(Packets(_clip.Path).Take(packets.Count), packets);
    }

    [Fact]
    public async Task The_sound_of_a_part_is_encoded()
    {
        var plan = await PlanAsync(new(0, MediaTime.FromMilliseconds(40), null), OutputFormat.Mp4);

        Assert.False(plan.Sound?.IsCopied);
        Assert.Contains(SoundPlanner.Encoded, plan.Reasons);
    }

    [Fact]
    public async Task Giving_up_copying_gives_up_copied_sound()
    {
        var plan = await PlanAsync(new(0, MediaTime.Zero, null), OutputFormat.Mp4);

        var encoded = plan.WithoutCopying("a doubt");

        Assert.False(encoded.Sound?.IsCopied);
        Assert.DoesNotContain(SoundCopying.Reason, encoded.Reasons);
    }

    private static Renderer Renderer { get; } = new(new() { Threads = 1 }, TimeProvider.System);

    private async Task<RenderPlan> PlanAsync(Segment segment, OutputFormat format)
    {
        var timeline = new Timeline([segment], new() { Format = format });
        var planned = await Renderer.PlanAsync(timeline, [_clip.Path], CancellationToken.None);
        return Assert.IsType<PlanResult.Planned>(planned).Plan;
    }

    /// <summary>A digest of each packet of sound.</summary>
    private static List<string> Packets(string path) =>
        [
            .. Encoding
                .UTF8.GetString(Engine.Run(["-i", path, "-map", "0:a", "-c", "copy", "-f", "framemd5", "-"]))
                .Split('\n')
                .Where(line => line is not "" && line[0] != '#')
                .Select(line => line.Split(',')[HashColumn].Trim()),
        ];
}
