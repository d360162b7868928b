using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Tests.Execution;

public sealed class ProgressParserSpecs
{
    [Fact]
    public void The_position_is_in_microseconds() =>
        Assert.Equal(MediaTime.FromMilliseconds(1250), ProgressParser.PositionOf("out_time_us=1250000"));

    [Theory]
    [InlineData("out_time_us=N/A")]
    [InlineData("out_time_us=-23220")]
    [InlineData("out_time_us=")]
    [InlineData("out_time_us=99999999999999999999")]
    [InlineData("out_time_ms=1250000")]
    [InlineData("progress=end")]
    [InlineData("")]
    [InlineData("\0\u0001garbage=")]
    public void Anything_else_says_nothing(string line) => Assert.Null(ProgressParser.PositionOf(line));

    [Fact]
    public void Progress_never_falls_and_ends_at_one()
    {
        var reports = new List<RenderProgress>();
        var progress = new PhasedProgress(new Listener(reports));

        progress.Encoding(0.5);
        progress.Encoding(0.2);
        progress.Encoding(7);
        progress.Verifying(0.1);
        progress.Encoding(0.1);
        progress.Done();

        Assert.Equal(reports.Select(report => report.Fraction).Order(), reports.Select(report => report.Fraction));
        Assert.Equal(1, reports[^1].Fraction);
        Assert.All(reports[..^1], report => Assert.InRange(report.Fraction, 0, 0.99));
    }

    private sealed class Listener(List<RenderProgress> reports) : IProgress<RenderProgress>
    {
        public void Report(RenderProgress value) => reports.Add(value);
    }
}
