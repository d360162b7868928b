using Cutroom.Rendering.Timelines;
using Cutroom.Testing.Media;

namespace Cutroom.Rendering.Tests.Conformance;

/// <summary>Nothing is copied into AVI, so there is no second mode to try.</summary>
public sealed class AviConformanceSpecs() : FilmSpecs(OutputFormat.Avi)
{
    public static TheoryData<string, Operation, VideoCodec> Films => MatrixRows.Films(OutputFormat.Avi);

    public static TheoryData<string, Operation> Sounds => MatrixRows.Sounds(OutputFormat.Avi);

    [Theory]
    [MemberData(nameof(Films))]
    public Task A_film_is_cut_to_the_frame(string input, Operation operation, VideoCodec codec) =>
        CutAsync(input, operation, codec, RenderMode.Auto);

    [Theory]
    [MemberData(nameof(Sounds))]
    public Task Sound_alone_is_cut_to_the_sample(string input, Operation operation) =>
        CutAsync(input, operation, VideoCodec.H264, RenderMode.Auto);

    /// <summary>A finer clock would fill the file with empty frames.</summary>
    [Fact]
    public async Task Its_clock_is_its_frames() =>
        Assert.Equal(new Ratio(25, 1), StreamTable.Of(await OneFrameAsync(Fixtures.Mono25)).FrameRate);

    /// <summary>Its sound is shorter than the lead that the encoder of AVI's sound adds.</summary>
    [Fact]
    public async Task One_frame_of_a_fast_film_has_sound()
    {
        var written = await OneFrameAsync(FixturesOfCallers.Rate5994);

        Assert.NotEmpty(written.PacketsOf(Assert.IsType<ProbeLine>(StreamTable.Of(written).Sound)));
    }

    private static async Task<ProbeListing> OneFrameAsync(Fixture film)
    {
        var source = await SourceFile.ReadAsync(film);
        var frame = Stretches.Of(Operation.OneFrame, source)[0];
        await using var trial = await RenderTrial.RunAsync([(source, frame)], new() { Format = OutputFormat.Avi });
        return await ProbeListing.ReadAsync(trial.MainFile);
    }
}
