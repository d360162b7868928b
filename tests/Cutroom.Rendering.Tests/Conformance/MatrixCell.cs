using Cutroom.Rendering.Timelines;
using Cutroom.Testing.Media;

namespace Cutroom.Rendering.Tests.Conformance;

/// <summary>Renders some stretches of some inputs and compares the file with what they must become.</summary>
internal sealed record MatrixCell(
    string Title,
    IReadOnlyList<(SourceFile Source, Stretch Stretch)> Parts,
    OutputSettings Settings
)
{
    /// <summary>All of the issue's conditions (I11 aside); fails with one line that names the cell and the first difference.</summary>
    public async Task MustBeExactAsync()
    {
        await using var trial = await RenderTrial.RunAsync(Parts, Settings);
        var faults = trial.Result switch
        {
            RenderResult.Rendered rendered => await FaultsAsync(rendered),
            RenderResult.Failed { Failure: var failure } =>
            [
                $"{failure.Kind}: {failure.Message} {string.Join(" | ", failure.LogLines.Take(3))}",
            ],
            _ => throw new System.Diagnostics.UnreachableException(),
        };

        if (faults is [var first, ..])
        {
            Assert.Fail($"{Title}: {first} ({faults.Count} faults)");
        }
    }

    private async Task<IReadOnlyList<string>> FaultsAsync(RenderResult.Rendered rendered)
    {
        var path = Path.Combine(rendered.OutputFolder, rendered.MainFile);
        var rate = Parts.Any(part => part.Source.Fixture.HasPictures) ? await RateAsync(path) : null;
        var segments = Parts.Select(part => Expected(part.Source, part.Stretch, rate)).ToList();
        var size = (rendered.Report.Width ?? 0, rendered.Report.Height ?? 0);
        return await OutputCheck.FaultsAsync(path, size, segments, OutputLimits.Of(Settings.Format));
    }

    private static ExpectedSegment Expected(SourceFile source, Stretch stretch, Ratio? rate) =>
        !source.Fixture.HasPictures ? ExpectedFrames.OfSound(source, stretch.Start, stretch.End)
        : rate is { } common ? ExpectedFrames.AtRate(source, stretch.Start, stretch.End, common)
        : ExpectedFrames.Of(source, stretch.Start, stretch.End);

    /// <summary>The grid that frames had to be brought to; null where every frame must appear once.</summary>
    private async Task<Ratio?> RateAsync(string path)
    {
        var first = Parts[0].Source;
        var rates = Parts.Select(part => part.Source.Reading.FrameRate).Distinct();
        var isVariable = Parts.Any(part => part.Source.Fixture.IsVariable);
        var sources = Parts.Select(part => part.Source).Distinct().Count();
        return isVariable && Settings.Format == OutputFormat.Avi
                ? StreamTable.Of(await ProbeListing.ReadAsync(path)).FrameRate
            : sources > 1 && (isVariable || rates.Count() > 1) ? first.Reading.FrameRate
            : null;
    }
}
