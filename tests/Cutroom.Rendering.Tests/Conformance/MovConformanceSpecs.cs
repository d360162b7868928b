using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Tests.Conformance;

public sealed class MovConformanceSpecs() : FilmSpecs(OutputFormat.Mov)
{
    public static TheoryData<string, Operation, VideoCodec> Films => MatrixRows.Films(OutputFormat.Mov);

    public static TheoryData<string, Operation, VideoCodec> Encoded => MatrixRows.Encoded(OutputFormat.Mov);

    public static TheoryData<string, Operation> Sounds => MatrixRows.Sounds(OutputFormat.Mov);

    [Theory]
    [MemberData(nameof(Films))]
    public Task A_film_is_cut_to_the_frame(string input, Operation operation, VideoCodec codec) =>
        CutAsync(input, operation, codec, RenderMode.Auto);

    [Theory]
    [MemberData(nameof(Encoded))]
    public Task A_film_that_could_be_copied_is_encoded_as_exactly(
        string input,
        Operation operation,
        VideoCodec codec
    ) => CutAsync(input, operation, codec, RenderMode.Encode);

    [Theory]
    [MemberData(nameof(Sounds))]
    public Task Sound_alone_is_cut_to_the_sample(string input, Operation operation) =>
        CutAsync(input, operation, VideoCodec.H264, RenderMode.Auto);
}
