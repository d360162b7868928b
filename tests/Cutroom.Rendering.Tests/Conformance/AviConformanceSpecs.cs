using Cutroom.Rendering.Timelines;

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

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Sounds))]
    public Task Sound_alone_is_cut_to_the_sample(string input, Operation operation) =>
        CutAsync(input, operation, VideoCodec.H264, RenderMode.Auto);
}
