using Cutroom.Rendering.Timelines;
using Cutroom.Testing.Media;

namespace Cutroom.Rendering.Tests.Copying;

/// <summary>
/// One clip unlike the others: they are copied, it alone is encoded to match them, its pictures are the ones the exact path shows, and
/// the report says what is odd about it.
/// </summary>
public sealed class OddOneSpecs(OddOneSpecs.Others others) : IClassFixture<OddOneSpecs.Others>, IDisposable
{
    private const string H264 = "-c:v libx264 -preset veryfast -g 25";

    /// <summary>Frames of the output before the odd clip: two seconds.</summary>
    private const int Before = 50;

    private readonly Renderer _renderer = new(new RendererOptions(), TimeProvider.System);
    private readonly string _folder = Directory.CreateTempSubdirectory("odd-one-").FullName;

    [Theory]
    [InlineData("mp4", "-c:v libx265 -preset ultrafast -x265-params log-level=error", "coded as hevc")]
    [InlineData("mp4", "-s 256x144 " + H264, "turned, scaled or converted")]
    [InlineData("mp4", "-vf setsar=8/9 " + H264, "turned, scaled or converted")]
    [InlineData("mp4", "-r 30 " + H264, "frame rate changes")]
    [InlineData("mp4", "-vf select='gt(mod(n*7\\,5)\\,1)' -fps_mode vfr " + H264, "frame rate changes", null)]
    [InlineData("mp4", "-pix_fmt yuv420p10le " + H264, "yuv420p10le")]
    [InlineData("mp4", "-flags +ilme+ildct -x264-params tff=1 " + H264, "interlaced")]
    [InlineData("mp4", "-colorspace bt709 " + H264, "turned, scaled or converted")]
    [InlineData("mkv", H264, "no MP4 or MOV")]
    [InlineData("mp4", "-profile:v high444 -pix_fmt yuv444p " + H264, "yuv444p")]
    public async Task One_odd_clip_is_encoded_and_the_others_are_copied(
        string container,
        string encoder,
        string reason,
        int? odd = 15
    )
    {
        var path = Path.Combine(_folder, "odd." + container);
        var picture = "testsrc2=size=192x128:rate=25:duration=2,noise=alls=4:allf=t,format=yuv420p";
        Engine.Run(["-v", "error", "-f", "lavfi", "-i", picture, .. encoder.Split(' '), path]);

        await ProveAsync(path, reason, odd);
    }

    [Fact]
    public async Task A_turned_clip_is_turned_and_the_others_are_copied()
    {
        var upright = Path.Combine(_folder, "upright.mp4");
        var turned = Path.Combine(_folder, "turned.mp4");
        var picture = "testsrc2=size=128x192:rate=25:duration=2,noise=alls=4:allf=t,format=yuv420p";
        Engine.Run(["-v", "error", "-f", "lavfi", "-i", picture, .. H264.Split(' '), upright]);
        Engine.Run(["-v", "error", "-i", upright, "-c", "copy", "-metadata:s:v", "rotate=90", turned]);

        await ProveAsync(turned, "turned, scaled or converted");
    }

    private async Task ProveAsync(string odd, string reason, int? frames = null)
    {
        Segment[] segments = [Cut(0, 0, 2_000), Cut(1, 400, 1_000), Cut(0, 1_000, 3_000)];

        var mixed = await RenderAsync(new(segments, new()), odd, "mixed");
        var exact = await RenderAsync(new(segments, new() { Mode = RenderMode.Encode }), odd, "encode");

        Assert.Equal(2 * Before, mixed.Report.CopiedFrames);
        Assert.Contains(mixed.Report.Reasons, sentence => sentence.StartsWith("Source 2:", StringComparison.Ordinal));
        Assert.Contains(mixed.Report.Reasons, sentence => sentence.Contains(reason, StringComparison.Ordinal));
        Assert.DoesNotContain(
            mixed.Report.Reasons,
            sentence => sentence.StartsWith("Source 1:", StringComparison.Ordinal)
        );
        var (pictures, wanted) = (Decode(mixed), Decode(exact));
        Assert.Equal(wanted.Length, pictures.Length);
        var count = pictures.Length / CopyClip.FrameBytes - 2 * Before;
        Assert.Equal(frames ?? count, count);
        for (var i = 0; i < Before; i++)
        {
            Assert.True(others.Clip.Frame(i).SequenceEqual(CopyClip.FrameOf(pictures, i)), $"frame {i}");
            Assert.True(
                others.Clip.Frame(25 + i).SequenceEqual(CopyClip.FrameOf(pictures, Before + count + i)),
                $"frame {Before + count + i}"
            );
        }

        for (var i = Before; i < Before + count; i++)
        {
            var quality = PictureComparison.Quality(CopyClip.FrameOf(wanted, i), CopyClip.FrameOf(pictures, i));
            Assert.True(quality >= 36, $"frame {i} has {quality} dB against the exact path's");
        }
    }

    private async Task<RenderResult.Rendered> RenderAsync(Timeline timeline, string odd, string mode)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var planned = await _renderer.PlanAsync(timeline, [others.Clip.Path, odd], cancellation);
        var plan = Assert.IsType<PlanResult.Planned>(planned).Plan;
        var folder = Directory.CreateDirectory(Path.Combine(_folder, mode)).FullName;
        var result = await _renderer.RunAsync(plan, folder, null, cancellation);
        Assert.True(result is RenderResult.Rendered, result.ToString());
        Assert.Equal(mode, ((RenderResult.Rendered)result).Report.Mode);
        return (RenderResult.Rendered)result;
    }

    private static byte[] Decode(RenderResult.Rendered rendered) =>
        Engine.Decode(Path.Combine(rendered.OutputFolder, rendered.MainFile));

    private static Segment Cut(int source, int start, int end) =>
        new(source, MediaTime.FromMilliseconds(start), MediaTime.FromMilliseconds(end));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public sealed class Others : IDisposable
    {
        internal CopyClip Clip { get; } = new("-c:v libx264 -preset veryfast -g 25 -keyint_min 25 -sc_threshold 0", 4);

        public void Dispose() => Clip.Dispose();
    }
}
