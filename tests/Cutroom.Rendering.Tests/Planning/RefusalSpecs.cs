using Cutroom.Rendering.Timelines;
using static Cutroom.Rendering.Tests.Planning.Material;

namespace Cutroom.Rendering.Tests.Planning;

/// <summary>What cannot be rendered is refused before anything runs, with the thing, the value and the limit.</summary>
public sealed class RefusalSpecs
{
    private static readonly OutputSettings Mp4 = new();

    [Theory]
    [InlineData("10", "12", "starts at 10 s but source 1 lasts 10 s")]
    [InlineData("0.001", "0.002", "from 0.001 s to 0.002 s holds no frame")]
    [InlineData("2", "2", "ends at 2 s, not after its start")]
    [InlineData("2", "1", "ends at 1 s, not after its start")]
    public void A_range_without_frames_is_named(string start, string end, string sentence)
    {
        var failure = Refuse(Mp4, [Video()], Cut(0, "0", "1"), Cut(0, start, end));

        Assert.Equal(RenderFailureKind.SegmentOutOfRange, failure.Kind);
        Assert.Equal(0, failure.SourceIndex);
        Assert.Contains($"segment 2 {sentence}", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsRetryable);
    }

    [Fact]
    public void An_empty_timeline_and_an_unknown_source_are_refused()
    {
        Assert.Contains("no segment", Refuse(Mp4, [Video()]).Message, StringComparison.Ordinal);
        Assert.Contains("not given", Refuse(Mp4, [Video()], Cut(1, "0")).Message, StringComparison.Ordinal);
        Assert.Contains("not given", Refuse(Mp4, [Video()], Cut(-1, "0")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_timeline_has_a_limit()
    {
        var segments = Enumerable.Repeat(Cut(0, "0", "1"), 251).ToArray();

        Assert.Contains("251 segments; 250", Refuse(Mp4, [Video()], segments).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sound_and_pictures_cannot_be_joined()
    {
        var failure = Refuse(Mp4, [Video(), Sound()], Cut(0, "0", "1"), Cut(1, "0", "1"));

        Assert.Equal((RenderFailureKind.UnsupportedStream, 1), (failure.Kind, failure.SourceIndex));
    }

    [Theory]
    [InlineData(OutputFormat.Mp3, VideoCodec.H264, "MP3")]
    [InlineData(OutputFormat.Flv, VideoCodec.H265, "FLV")]
    public void Some_formats_cannot_carry_what_is_asked(OutputFormat format, VideoCodec codec, string name)
    {
        var failure = Refuse(Mp4 with { Format = format, Codec = codec }, [Video()], Cut(0, "0", "1"));

        Assert.Equal(RenderFailureKind.UnsupportedOutput, failure.Kind);
        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_whose_clock_starts_anew_is_refused()
    {
        var source = Video();
        var restarted = source with { Index = source.Index with { LargestStepBack = MediaTime.FromSeconds(3) } };

        var failure = Refuse(Mp4, [restarted], Cut(0, "0", "1"));

        Assert.Contains("start anew", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sound_has_its_range_too() =>
        Assert.Contains(
            "starts at 10 s but source 1 lasts 10 s",
            Refuse(Mp4, [Sound()], Cut(0, "10", "11")).Message,
            StringComparison.Ordinal
        );
}
