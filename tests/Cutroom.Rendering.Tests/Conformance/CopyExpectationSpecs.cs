using Cutroom.Rendering.Timelines;
using Cutroom.Testing;
using Cutroom.Testing.Media;

namespace Cutroom.Rendering.Tests.Conformance;

/// <summary>What the default mode plans for every input and operation, without rendering: copies as owed, and a reason for the rest.</summary>
public sealed class CopyExpectationSpecs
{
    private static readonly Operation[] OfOneFile =
    [
        .. Enum.GetValues<Operation>().Except([Operation.TwentyAlike, Operation.Mixed]),
    ];

    public static TheoryData<string> Films => [.. MatrixInputs.Films.Select(film => film.Name)];

    [Theory]
    [MemberData(nameof(Films))]
    public async Task Every_operation_copies_what_is_owed_or_says_why_not(string input)
    {
        var source = await SourceFile.ReadAsync(MatrixInputs.Named(input));
        var faults = new List<string>();
        var settings = new OutputSettings { Codec = CopyExpectation.CodecOf(source.Fixture) };
        // Without tables each plan reads the whole file, and all have the same reason: every day one of them does.
        var tried = CopyExpectation.IsInOtherContainer(source.Fixture) && !LongRuns.Asked ? OfOneFile[..1] : OfOneFile;
        foreach (var operation in tried)
        {
            var parts = Stretches.Of(operation, source).Select(stretch => (source, stretch)).ToList();
            var planned = await RenderTrial.PlanAsync(parts, settings);
            var plan = Assert.IsType<PlanResult.Planned>(planned).Plan;
            var exemption = CopyExpectation.Exemption(source.Fixture, operation, settings);
            faults.AddRange(CopyExpectation.Faults(plan, parts, exemption).Select(fault => $"{operation}: {fault}"));
        }

        Assert.Equal([], faults);
    }

    /// <summary>Planted faults: a plan that encodes all without a word, and one that encodes too much.</summary>
    [Fact]
    public async Task Unsaid_and_unowed_encoding_is_noticed()
    {
        var source = await SourceFile.ReadAsync(Fixtures.Gop60);
        var parts = Stretches.Of(Operation.WholeFile, source).Select(stretch => (source, stretch)).ToList();
        var plan = Assert.IsType<PlanResult.Planned>(await RenderTrial.PlanAsync(parts, new())).Plan;
        var silent = plan with { Copying = null, Reasons = [] };

        Assert.Empty(CopyExpectation.Faults(plan, parts, null));
        Assert.Contains(
            CopyExpectation.Faults(silent, parts, null),
            fault => fault.Contains("at most 4 need be", StringComparison.Ordinal)
        );
        Assert.Contains(
            CopyExpectation.Faults(silent, parts, "turned"),
            fault => fault.Contains("no reason says 'turned'", StringComparison.Ordinal)
        );
        Assert.Contains(
            CopyExpectation.UnsaidReasons(silent),
            fault => fault.StartsWith("no reason for", StringComparison.Ordinal)
        );
    }
}
