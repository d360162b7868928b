using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Sources;
using Cutroom.Rendering.Timelines;
using Cutroom.Rendering.Verification;
using Cutroom.Testing.Media;

namespace Cutroom.Rendering.Tests.Sources;

/// <summary>Sources behind a network: the same output as from a file, from as few bytes as it takes.</summary>
public sealed class RangedSourceSpecs : IDisposable
{
    // Of an ordinary bit rate: the tables of a film weigh little against its pictures.
    private static readonly Fixture.Encoded Reel = FixtureRecipes.Made(
        "reel",
        ".mp4",
        FixtureRecipes.Video("640x360", "30", 10),
        FixtureRecipes.Sound(48000, "stereo", 10, 2),
        [.. FixtureRecipes.H264("veryfast", 14), "-g", "60", "-bf", "3", .. FixtureRecipes.Aac(128)]
    );

    private readonly string _folder = Directory.CreateTempSubdirectory("cutroom-ranged-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("+faststart")]
    [InlineData("-faststart")]
    public async Task A_cut_of_a_long_file_reads_little_more_than_it_copies(string layout)
    {
        var film = Path.Combine(_folder, "film.mp4");
        var piece = await FixtureStore.PathOfAsync(Reel);
        await MediaTool.MakeAsync(["-stream_loop", "29", "-i", piece, "-c", "copy", "-movflags", layout, film]);
        var source = new CountedSource(film);

        var (plan, report) = await RenderAsync(source, 123_400, 133_400, new());

        var copied = await CopiedBytesAsync(plan, film);
        Assert.InRange(report.CopiedFrames, 200, 300);
        Assert.False(source.WasFetched);
        Assert.True(source.Bytes < 1.5 * copied, $"{source.Bytes} bytes were read to copy {copied}");
        Assert.Equal(
            await FrameReader.ReadAsync(await LocalAsync(film, 123_400, 133_400), StripPlace.Unscaled),
            await OutputAsync()
        );
    }

    [Theory]
    [InlineData("gop60")]
    [InlineData("hevc_open_gop")]
    [InlineData("variable")]
    public async Task The_output_is_that_of_the_file(string name)
    {
        Fixture[] fixtures = [Fixtures.Gop60, Fixtures.HevcOpenGop, Fixtures.Variable];
        var path = await FixtureStore.PathOfAsync(fixtures.Single(fixture => fixture.Name == name));
        var codec = name.StartsWith("hevc", StringComparison.Ordinal) ? VideoCodec.H265 : VideoCodec.H264;

        var (_, report) = await RenderAsync(new CountedSource(path), 1_234, 7_500, new() { Codec = codec });

        Assert.True(report.CopiedFrames > 0, string.Join(' ', report.Reasons));
        Assert.Equal(
            await FrameReader.ReadAsync(await LocalAsync(path, 1_234, 7_500, codec), StripPlace.Unscaled),
            await OutputAsync()
        );
    }

    [Fact]
    public async Task What_is_encoded_whole_is_fetched_whole()
    {
        var source = new CountedSource(await FixtureStore.PathOfAsync(Fixtures.Gop60));

        var (_, report) = await RenderAsync(source, 1_000, 2_000, new() { Mode = RenderMode.Encode });

        Assert.Equal(30, report.Frames);
        Assert.True(source.WasFetched);
        Assert.False(Directory.EnumerateFiles(_folder, "source-*", SearchOption.AllDirectories).Any());
    }

    [Fact]
    public async Task A_probe_reads_tables_and_first_samples()
    {
        var source = new CountedSource(await FixtureStore.PathOfAsync(Fixtures.TenBitHevc));

        var probed = await new Renderer(new(), TimeProvider.System).ProbeAsync(source, CancellationToken.None);

        var media = Assert.IsType<ProbeResult.Probed>(probed).Media;
        Assert.Equal("yuv420p10le", media.Video?.PixelFormat);
        Assert.Equal(source.Length, media.SizeBytes);
        Assert.True(source.Bytes < source.Length, $"{source.Bytes} of {source.Length} bytes were read");
    }

    private async Task<(RenderPlan Plan, ConformanceReport Report)> RenderAsync(
        MediaSource source,
        int start,
        int end,
        OutputSettings settings
    )
    {
        var renderer = new Renderer(new() { Threads = 1 }, TimeProvider.System);
        var segment = new Segment(0, MediaTime.FromMilliseconds(start), MediaTime.FromMilliseconds(end));
        var planned = await renderer.PlanAsync(new([segment], settings), [source], CancellationToken.None);
        var plan = Assert.IsType<PlanResult.Planned>(planned).Plan;
        var result = await renderer.RunAsync(plan, _folder, null, CancellationToken.None);
        return (plan, Assert.IsType<RenderResult.Rendered>(result).Report);
    }

    private async Task<string> LocalAsync(string path, int start, int end, VideoCodec codec = VideoCodec.H264)
    {
        var other = Directory.CreateDirectory(Path.Combine(_folder, "local")).FullName;
        var segment = new Segment(0, MediaTime.FromMilliseconds(start), MediaTime.FromMilliseconds(end));
        var renderer = new Renderer(new() { Threads = 1 }, TimeProvider.System);
        var planned = await renderer.PlanAsync(new([segment], new() { Codec = codec }), [path], CancellationToken.None);
        var plan = Assert.IsType<PlanResult.Planned>(planned).Plan;
        var rendered = await renderer.RunAsync(plan, other, null, CancellationToken.None);
        return Path.Combine(Assert.IsType<RenderResult.Rendered>(rendered).OutputFolder, "output.mp4");
    }

    private Task<IReadOnlyList<int?>> OutputAsync() =>
        FrameReader.ReadAsync(Path.Combine(_folder, "output", "output.mp4"), StripPlace.Unscaled);

    private static async Task<long> CopiedBytesAsync(RenderPlan plan, string film)
    {
        var movie = await MovieFile.ReadAsync(MediaSource.OfFile(film), CancellationToken.None);
        var index = Assert.IsType<IndexResult.Indexed>(movie.Pictures).Index;
        return plan.Copying!.Pieces.OfType<VideoPiece.Copy>()
            .SelectMany(copy => index.RangesOf(copy.FirstSample, copy.EndSample))
            .Sum(range => range.Length);
    }
}
