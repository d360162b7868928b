using Cutroom.Rendering.Timelines;
using Cutroom.Testing;
using Cutroom.Testing.Media;

namespace Cutroom.Rendering.Tests.Conformance;

public sealed class Mp3ConformanceSpecs() : MatrixSpecs(OutputFormat.Mp3)
{
    public static TheoryData<string, Operation> Sounds => MatrixRows.Sounds(OutputFormat.Mp3);

    public static TheoryData<string> Films =>
        [.. MatrixInputs.Films.Where((_, number) => LongRuns.Asked || number % 6 == 0).Select(film => film.Name)];

    [Theory]
    [MemberData(nameof(Sounds))]
    public Task Sound_alone_is_cut_to_the_sample(string input, Operation operation) =>
        CutAsync(input, operation, VideoCodec.H264, RenderMode.Auto);

    [Theory]
    [MemberData(nameof(Films))]
    public async Task A_film_does_not_become_sound_alone(string input)
    {
        var source = await SourceFile.ReadAsync(MatrixInputs.Named(input));
        var whole = (source, new Stretch(MediaTime.Zero, null));

        await using var trial = await RenderTrial.RunAsync([whole], new() { Format = OutputFormat.Mp3 });

        var failed = Assert.IsType<RenderResult.Failed>(trial.Result);
        Assert.Equal(RenderFailureKind.UnsupportedOutput, failed.Failure.Kind);
    }
}
