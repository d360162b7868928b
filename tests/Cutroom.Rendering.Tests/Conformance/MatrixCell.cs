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
    /// <summary>For the default mode: why nothing need be copied, in words; null where copying is owed.</summary>
    public string? Exemption { get; init; }

    /// <summary>All of the issue's conditions (I11 aside); fails with one line that names the cell and the first difference.</summary>
    public async Task MustBeExactAsync()
    {
        await using var trial = await RenderTrial.RunAsync(Parts, Settings);
        var faults = trial.Result switch
        {
            RenderResult.Rendered rendered => await FaultsAsync(trial, rendered),
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

    private async Task<IReadOnlyList<string>> FaultsAsync(RenderTrial trial, RenderResult.Rendered rendered)
    {
        var path = Path.Combine(rendered.OutputFolder, rendered.MainFile);
        var rate = Parts.Any(part => part.Source.Fixture.HasPictures) ? await RateAsync(path) : null;
        var segments = Parts.Select(part => Expected(part.Source, part.Stretch, rate)).ToList();
        var size = (rendered.Report.Width ?? 0, rendered.Report.Height ?? 0);
        return
        [
            .. await OutputCheck.FaultsAsync(path, size, segments, OutputLimits.Of(Settings.Format)),
            .. CopyFaults(trial, rendered),
            .. await QualityFaultsAsync(trial, rendered, segments),
        ];
    }

    /// <summary>What was planned is what is owed, and what was done is what was planned.</summary>
    private IEnumerable<string> CopyFaults(RenderTrial trial, RenderResult.Rendered rendered)
    {
        var (plan, report) = (trial.Plan, rendered.Report);
        var planned = (plan.CopiedFrames, plan.EncodedFrames, plan.Mode);
        return
        [
            .. Settings.Mode == RenderMode.Encode || plan.Frames == 0 ? []
            : Parts.Select(part => part.Source.Fixture).Distinct().Count() == 1
                ? CopyExpectation.Faults(plan, Parts, Exemption)
            : CopyExpectation.UnsaidReasons(plan),
            .. report.Fallback is { } doubt ? [$"copying was given up: {doubt}"] : Array.Empty<string>(),
            .. (report.CopiedFrames, report.EncodedFrames, report.Mode) != planned
                ? [$"the report says {report.CopiedFrames} copied, the plan {plan.CopiedFrames}"]
                : Array.Empty<string>(),
        ];
    }

    /// <summary>Copied pictures are bit for bit the source's, encoded ones beside them good.</summary>
    private static async Task<IReadOnlyList<string>> QualityFaultsAsync(
        RenderTrial trial,
        RenderResult.Rendered rendered,
        List<ExpectedSegment> segments
    )
    {
        var fixtures = segments.Select(segment => segment.Source.Fixture).Distinct().ToList();
        if (rendered.Report.CopiedFrames == 0 || fixtures.Count > 1)
        {
            return [];
        }

        var source = segments[0].Source;
        var places = source.Frames.Index().ToDictionary(frame => frame.Item.Number, frame => frame.Index);
        var compared = await PictureComparison.CompareAsync(
            source.Path,
            Path.Combine(rendered.OutputFolder, rendered.MainFile),
            [.. segments.SelectMany(segment => segment.Frames).Select(frame => places[frame.Number])],
            fixtures[0].Size,
            trial.Folder
        );
        return
        [
            .. compared.Exact < rendered.Report.CopiedFrames
                ? [$"{compared.Exact} pictures are exact, {rendered.Report.CopiedFrames} are said to be copied"]
                : Array.Empty<string>(),
            .. compared.Least < PictureComparison.LeastQuality
                ? [$"frame {compared.Worst} has {compared.Least:f1} dB"]
                : Array.Empty<string>(),
        ];
    }

    /// <summary>Several sources of one rate, and all that AVI holds, stand on one grid.</summary>
    private Ratio? Grid =>
        Settings.Format == OutputFormat.Avi || Parts.Select(part => part.Source).Distinct().Count() > 1
            ? Parts[0].Source.Reading.FrameRate
            : null;

    private ExpectedSegment Expected(SourceFile source, Stretch stretch, Ratio? rate) =>
        !source.Fixture.HasPictures ? ExpectedFrames.OfSound(source, stretch.Start, stretch.End)
        : rate is { } common ? ExpectedFrames.AtRate(source, stretch.Start, stretch.End, common)
        : Grid is { } grid ? ExpectedFrames.OnGrid(source, stretch.Start, stretch.End, grid)
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
