using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Sources;
using Cutroom.Testing.Media;

namespace Cutroom.Rendering.Tests.Probing;

/// <summary>What is read from a file's own tables against what the engine says of the same file.</summary>
public sealed class TablesSpecs
{
    private static readonly Fixture[] Plain =
    [
        Fixtures.Gop250,
        Fixtures.Gop60,
        Fixtures.Mono25,
        Fixtures.NoSound,
        Fixtures.Ntsc,
    ];

    private static readonly Fixture[] Other =
    [
        Fixtures.OpenGop,
        Fixtures.HevcOpenGop,
        Fixtures.Variable,
        Fixtures.TenBitH264,
        Fixtures.TenBitHevc,
        Fixtures.Rotated,
        Fixtures.Interlaced,
        Fixtures.BaselineWide,
    ];

    public static TheoryData<string> PlainFiles => [.. Plain.Select(fixture => fixture.Name)];

    public static TheoryData<string> AllFiles => [.. Plain.Concat(Other).Select(fixture => fixture.Name)];

    [Theory]
    [MemberData(nameof(PlainFiles))]
    public async Task Facts_of_a_plain_file_are_those_the_engine_gives(string name)
    {
        var path = await PathOfAsync(name);
        var movie = await MovieOfAsync(path);
        var known = await AskEngineAsync(path);

        var read = MovieFacts.Read(MediaSource.OfFile(path), movie);

        Assert.NotNull(read);
        Assert.Equal(Comparable(known), Comparable(read));
        Assert.InRange((read.Media.Duration - known.Media.Duration).ToApproximateSeconds(), -0.05, 0.05);
        Assert.InRange(read.Media.BitrateKbps - known.Media.BitrateKbps, -2, 2);
    }

    [Theory]
    [InlineData("hevc_open_gop")]
    [InlineData("variable")]
    [InlineData("ten_bit_h264")]
    [InlineData("rotated")]
    [InlineData("interlaced25")]
    [InlineData("baseline_sar")]
    public async Task The_engine_is_asked_about_any_other_file(string name)
    {
        var path = await PathOfAsync(name);

        Assert.Null(MovieFacts.Read(MediaSource.OfFile(path), await MovieOfAsync(path)));
    }

    [Theory]
    [MemberData(nameof(AllFiles))]
    public async Task Frame_times_are_those_the_engine_lists(string name)
    {
        var path = await PathOfAsync(name);
        var (engine, options) = (new Ffmpeg(new(), TimeProvider.System), new RendererOptions());
        var listed = await new FrameIndexReader(engine, options).ReadPicturesAsync(
            await AskEngineAsync(path),
            [],
            TestContext.Current.CancellationToken
        );
        var engines = Assert.IsType<Result<FrameIndex>.Ok>(listed).Value;

        var read = TableTimes.Of(Assert.IsType<IndexResult.Indexed>((await MovieOfAsync(path)).Pictures).Index);

        Assert.NotNull(read);
        Assert.Equal(engines.TimeBase, read.TimeBase);
        Assert.Equal(engines.Pts, read.Pts);
        Assert.Equal(engines.Keys, read.Keys);
        Assert.Equal(engines.End, read.End);
    }

    private static object Comparable(ProbedSource source) =>
        (
            source.Demuxer,
            source.Pictures,
            source.Sound,
            source.Origin,
            source.Media.Container,
            source.Media.SizeBytes,
            source.Media.Video! with
            {
                BitrateKbps = null,
            },
            source.Media.Audio is { } audio ? audio with { BitrateKbps = null } : null
        );

    private static async Task<ProbedSource> AskEngineAsync(string path)
    {
        var (engine, options) = (new Ffmpeg(new(), TimeProvider.System), new RendererOptions());
        var probe = new MediaProbe(engine, new FrameIndexReader(engine, options), options);
        return Assert
            .IsType<Result<ProbedSource>.Ok>(await probe.ProbeAsync(path, TestContext.Current.CancellationToken))
            .Value;
    }

    private static Task<Movie> MovieOfAsync(string path) =>
        MovieFile.ReadAsync(MediaSource.OfFile(path), TestContext.Current.CancellationToken);

    private static Task<string> PathOfAsync(string name) =>
        FixtureStore.PathOfAsync(Plain.Concat(Other).Single(fixture => fixture.Name == name));
}
