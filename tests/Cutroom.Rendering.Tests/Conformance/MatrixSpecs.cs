using Cutroom.Rendering.Timelines;
using Cutroom.Testing;
using Cutroom.Testing.Media;

namespace Cutroom.Rendering.Tests.Conformance;

/// <summary>Every input, cut in every way, into one format: one subclass each, so that formats run side by side.</summary>
public abstract class MatrixSpecs(OutputFormat format)
{
    protected async Task CutAsync(string input, Operation operation, VideoCodec codec, RenderMode mode)
    {
        var source = await SourceFile.ReadAsync(MatrixInputs.Named(input));
        var copies = Directory.CreateTempSubdirectory("cutroom-alike-").FullName;
        try
        {
            var settings = new OutputSettings
            {
                Format = format,
                HlsSegments = MatrixRows.SegmentsOf(source.Fixture),
                Codec = codec,
                Mode = mode,
            };
            var cell = new MatrixCell(
                $"{input}, {operation}, {format} {codec} {mode}",
                await PartsAsync(source, operation, copies),
                settings
            )
            {
                Exemption = CopyExpectation.Exemption(source.Fixture, operation, settings),
            };

            await cell.MustBeExactAsync();
        }
        finally
        {
            Directory.Delete(copies, recursive: true);
        }
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
        await new MatrixCell(title, parts, new() { Format = format, Codec = codec }).MustBeExactAsync();
    }

    /// <param name="folder">For copies of the input; removed by the caller.</param>
    private static async Task<IReadOnlyList<(SourceFile, Stretch)>> PartsAsync(
        SourceFile source,
        Operation operation,
        string folder
    )
    {
        var stretches = Stretches.Of(operation, source);
        var extension = source.Fixture.Extension;
        return operation switch
        {
            Operation.TwentyAlike =>
            [
                .. stretches.Select(
                    (stretch, i) => (source.CopiedTo(Path.Combine(folder, $"alike-{i}{extension}")), stretch)
                ),
            ],
            Operation.Mixed => await MixedAsync(source, stretches),
            _ => [.. stretches.Select(stretch => (source, stretch))],
        };
    }

    private static async Task<IReadOnlyList<(SourceFile, Stretch)>> MixedAsync(
        SourceFile source,
        IReadOnlyList<Stretch> stretches
    )
    {
        var other = source.Fixture == Fixtures.Ntsc ? FixturesOfCallers.Mp3InMp4 : Fixtures.Ntsc;
        var between = new Stretch(MediaTime.FromMilliseconds(1_503), MediaTime.FromMilliseconds(2_711));
        return [(source, stretches[0]), (await SourceFile.ReadAsync(other), between), (source, stretches[1])];
    }
}

/// <summary>Formats that carry pictures.</summary>
public abstract class FilmSpecs(OutputFormat format) : MatrixSpecs(format)
{
    [Fact]
    public Task Five_unlike_inputs_become_one_film() => JoinOnceAsync(MatrixInputs.Unlike);

    [Fact]
    public Task Five_inputs_of_one_rate_lose_no_frame() => JoinOnceAsync(MatrixInputs.OneRate);

    private Task JoinOnceAsync(IReadOnlyList<Fixture> inputs)
    {
        Assert.SkipUnless(LongRuns.IsMine(0), "belongs to the first part");
        return JoinAsync(inputs, VideoCodec.H264);
    }
}
