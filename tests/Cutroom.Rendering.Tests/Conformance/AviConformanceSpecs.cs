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
    public async Task Its_clock_is_its_frames()
    {
        var source = await SourceFile.ReadAsync(Fixtures.Mono25);
        var frame = Stretches.Of(Operation.OneFrame, source)[0];

        await using var trial = await RenderTrial.RunAsync([(source, frame)], new() { Format = OutputFormat.Avi });

        var written = StreamTable.Of(await ProbeListing.ReadAsync(trial.MainFile));
        Assert.Equal(source.Reading.FrameRate, written.FrameRate);
    }

    /// <summary>Its sound is shorter than the lead that the encoder of AVI's sound adds.</summary>
    [Fact]
    public async Task One_frame_of_a_fast_film_has_sound()
    {
        var source = await SourceFile.ReadAsync(FixturesOfCallers.Rate5994);
        var frame = Stretches.Of(Operation.OneFrame, source)[0];

        await using var trial = await RenderTrial.RunAsync([(source, frame)], new() { Format = OutputFormat.Avi });

        var written = await ProbeListing.ReadAsync(trial.MainFile);
        Assert.NotEmpty(written.PacketsOf(StreamTable.Of(written).Sound!)); // the verifier demands it
    }
}
