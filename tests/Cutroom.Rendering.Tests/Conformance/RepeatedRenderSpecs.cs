using Cutroom.Rendering.Timelines;
using Cutroom.Testing.Media;

namespace Cutroom.Rendering.Tests.Conformance;

/// <summary>I11: two renders of one timeline give equal pictures, equal samples, equal times.</summary>
public sealed class RepeatedRenderSpecs
{
    [Theory]
    [InlineData(OutputFormat.Mp4, VideoCodec.H264)]
    [InlineData(OutputFormat.Hls, VideoCodec.H265)]
    public async Task Two_renders_of_one_timeline_are_equal(OutputFormat format, VideoCodec codec)
    {
        var parts = new List<(SourceFile, Stretch)>();
        foreach (var fixture in new[] { Fixtures.Gop60, Fixtures.Variable })
        {
            var source = await SourceFile.ReadAsync(fixture);
            parts.Add((source, Stretches.Of(Operation.OneSegment, source)[0]));
        }

        var settings = new OutputSettings { Format = format, Codec = codec };
        await using var first = await RenderTrial.RunAsync(parts, settings);
        await using var second = await RenderTrial.RunAsync(parts, settings);

        Assert.Equal(await HashesAsync(first.MainFile), await HashesAsync(second.MainFile));
    }

    /// <summary>A line for each frame of pictures and sound: its time, its length, its hash.</summary>
    private static async Task<string> HashesAsync(string path)
    {
        string[] input = ["-v", "error", .. MediaTool.Playlist(path), "-i", path];
        var hashes = await MediaTool.RunAsync("ffmpeg", [.. input, "-map", "0", "-f", "framemd5", "-"]);
        Assert.Contains("#tb 0", hashes.Text, StringComparison.Ordinal);
        return hashes.Text;
    }
}
