using Cutroom.Rendering.Tests.Copying;
using Cutroom.Rendering.Timelines;
using Cutroom.Testing;

namespace Cutroom.Rendering.Tests.Execution;

/// <summary>Outputs and pieces of fewer pictures than an encoder delays, by an engine whose memory is full of rubbish at first.</summary>
public sealed class FewPicturesSpecs : IDisposable
{
    // The bytes make a huge positive number where a length was never written.
    private const string Engine = "MALLOC_PERTURB_=178 exec /usr/bin/ffmpeg \"$@\"";

    private readonly FakeFfmpeg _engine = new(Engine);
    private readonly CopyClip _clip = new(
        "-c:v libx265 -preset ultrafast -tag:v hvc1 -x265-params log-level=error:keyint=25:open-gop=0",
        seconds: 3,
        sound: true
    );
    private readonly string _folder = Directory.CreateTempSubdirectory("few-pictures-").FullName;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Few_pictures_make_an_output(int frames)
    {
        var rendered = await RenderAsync(RenderMode.Encode, (_clip, 1_000, 1_000 + 40 * frames));

        Assert.Equal(frames, rendered.Report.Frames);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Few_pictures_make_a_piece_beside_copied_ones(int frames)
    {
        using var odd = new CopyClip("-c:v libx264 -preset ultrafast", seconds: 1, sound: true);

        var rendered = await RenderAsync(RenderMode.Auto, (_clip, 1_000, 2_000), (odd, 400, 400 + 40 * frames));

        Assert.Null(rendered.Report.Fallback);
        Assert.Equal(25, rendered.Report.CopiedFrames);
        Assert.Equal(frames, rendered.Report.EncodedFrames);
    }

    private async Task<RenderResult.Rendered> RenderAsync(
        RenderMode mode,
        params (CopyClip Clip, int Start, int End)[] parts
    )
    {
        var settings = new OutputSettings
        {
            Format = OutputFormat.Mov,
            Codec = VideoCodec.H265,
            Mode = mode,
        };
        var segments = parts.Select(
            (part, i) => new Segment(i, MediaTime.FromMilliseconds(part.Start), MediaTime.FromMilliseconds(part.End))
        );
        var sources = parts.Select(part => part.Clip.Path).ToList();
        var renderer = new Renderer(new() { FfmpegPath = _engine.Path }, TimeProvider.System);
        var planned = await renderer.PlanAsync(new([.. segments], settings), sources, CancellationToken.None);
        var plan = Assert.IsType<PlanResult.Planned>(planned).Plan;
        var result = await renderer.RunAsync(plan, _folder, null, CancellationToken.None);
        return Assert.IsType<RenderResult.Rendered>(result);
    }

    public void Dispose()
    {
        _engine.Dispose();
        _clip.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
