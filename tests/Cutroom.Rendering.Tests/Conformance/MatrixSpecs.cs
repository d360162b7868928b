using Cutroom.Rendering.Timelines;
using Cutroom.Testing.Media;

namespace Cutroom.Rendering.Tests.Conformance;

/// <summary>Every input, cut in every way, into one format: one subclass each, so that formats run side by side.</summary>
public abstract class MatrixSpecs(OutputFormat format)
{
    protected async Task CutAsync(string input, Operation operation, VideoCodec codec)
    {
        var source = await SourceFile.ReadAsync(MatrixInputs.Named(input));
        var cell = new MatrixCell(
            $"{input}, {operation}, {format} {codec}",
            [.. Stretches.Of(operation, source).Select(stretch => (source, stretch))],
            new()
            {
                Format = format,
                Codec = codec,
                Mode = RenderMode.Encode,
            }
        );

        await cell.MustBeExactAsync();
    }

    /// <summary>One piece of each input, in their order.</summary>
    internal async Task JoinAsync(IReadOnlyList<Fixture> inputs, VideoCodec codec)
    {
        var parts = new List<(SourceFile, Stretch)>();
        foreach (var (number, fixture) in inputs.Index())
        {
            var start = MediaTime.FromMilliseconds(1403 + 217 * number);
            parts.Add((await SourceFile.ReadAsync(fixture), new(start, start + MediaTime.FromMilliseconds(1171))));
        }

        var title = $"{string.Join(" + ", inputs)}, {format} {codec}";
        var cell = new MatrixCell(
            title,
            parts,
            new()
            {
                Format = format,
                Codec = codec,
                Mode = RenderMode.Encode,
            }
        );

        await cell.MustBeExactAsync();
    }
}

/// <summary>Formats that carry pictures.</summary>
public abstract class FilmSpecs(OutputFormat format) : MatrixSpecs(format)
{
    [Fact]
    public Task Five_unlike_inputs_become_one_film() => JoinAsync(MatrixInputs.Unlike, VideoCodec.H264);

    [Fact]
    public Task Five_inputs_of_one_rate_lose_no_frame() => JoinAsync(MatrixInputs.OneRate, VideoCodec.H264);
}
