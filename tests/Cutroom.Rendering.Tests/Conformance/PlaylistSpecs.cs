using System.Globalization;
using Cutroom.Rendering.Timelines;
using Cutroom.Testing.Media;

namespace Cutroom.Rendering.Tests.Conformance;

/// <summary>An HLS output as a player meets it: segment by segment.</summary>
public sealed class PlaylistSpecs
{
    [Theory]
    [InlineData("gop250", VideoCodec.H264, HlsSegments.Ts)]
    [InlineData("variable", VideoCodec.H264, HlsSegments.Ts)]
    [InlineData("hevc_open_gop", VideoCodec.H265, HlsSegments.Ts)]
    [InlineData("gop250", VideoCodec.H264, HlsSegments.Fmp4)]
    [InlineData("variable", VideoCodec.H264, HlsSegments.Fmp4)]
    [InlineData("hevc_open_gop", VideoCodec.H265, HlsSegments.Fmp4)]
    public async Task Every_segment_starts_with_a_key_frame_and_lasts_as_long_as_the_playlist_says(
        string input,
        VideoCodec codec,
        HlsSegments kind
    )
    {
        var source = await SourceFile.ReadAsync(MatrixInputs.Named(input));
        var settings = new OutputSettings
        {
            Format = OutputFormat.Hls,
            Codec = codec,
            HlsSegments = kind,
        };

        await using var trial = await RenderTrial.RunAsync([(source, new(MediaTime.Zero, null))], settings);

        var (segments, lengths) = await ReadAsync(trial.MainFile);
        Assert.True(segments.Count > 1);
        Assert.All(segments, segment => Assert.True(segment[0].IsKey));
        var starts = segments.Select(segment => segment.Min(packet => packet.Pts!.Value)).ToList(); // they are timed
        var ends = starts.Skip(1).Append(starts[0] + source.PicturesEnd - source.Frames[0].Time);
        Assert.All(
            starts.Zip(ends, (start, end) => (end - start).ToApproximateSeconds()).Zip(lengths),
            pair => Assert.Equal(pair.First, pair.Second, 0.001)
        );
    }

    /// <summary>Also where the last picture shown before it lasts longer than any decoding, in whatever order the encoder put them.</summary>
    [Theory]
    [InlineData(VideoCodec.H264, HlsSegments.Ts)]
    [InlineData(VideoCodec.H264, HlsSegments.Fmp4)]
    [InlineData(VideoCodec.H265, HlsSegments.Fmp4)]
    public async Task The_first_picture_of_every_segment_comes_at_its_time(VideoCodec codec, HlsSegments kind)
    {
        var source = await SourceFile.ReadAsync(FixturesOfCallers.HeldWebM);
        var settings = new OutputSettings
        {
            Format = OutputFormat.Hls,
            Codec = codec,
            HlsSegments = kind,
            Mode = RenderMode.Encode,
        };

        await new MatrixCell($"{codec} {kind}", [(source, new(MediaTime.Zero, null))], settings).MustBeExactAsync();
    }

    [Theory]
    [InlineData(HlsSegments.Ts)]
    [InlineData(HlsSegments.Fmp4)]
    public async Task A_segment_decodes_alone(HlsSegments kind)
    {
        var source = await SourceFile.ReadAsync(Fixtures.Gop250);
        var settings = new OutputSettings { Format = OutputFormat.Hls, HlsSegments = kind };

        await using var trial = await RenderTrial.RunAsync([(source, new(MediaTime.Zero, null))], settings);

        var (segments, _) = await ReadAsync(trial.MainFile);
        var names = Names(trial.MainFile);
        var first = 0;
        foreach (var (name, packets) in names.Zip(segments))
        {
            var reading = await MediaReading.ReadAsync(name, [StripPlace.Unscaled]);
            var expected = source.Frames.Skip(first).Take(packets.Count).Select(frame => (int?)frame.Number);
            Assert.Equal(expected, reading.Numbers.Select(numbers => numbers[0]));
            Assert.Equal("", reading.DecoderLog);
            first += packets.Count;
        }

        Assert.Equal(source.Frames.Count, first);
    }

    private static IReadOnlyList<string> Names(string playlist)
    {
        var folder = Path.GetDirectoryName(playlist)!; // a full path
        var names = File.ReadLines(playlist).Where(line => line is not ['#', ..]);
        return [.. names.Select(name => Playable(Path.Combine(folder, name)))];
    }

    /// <summary>A fragment is read behind the header, as a player does.</summary>
    private static string Playable(string segment)
    {
        var header = Path.Combine(Path.GetDirectoryName(segment)!, "init.mp4"); // a full path
        if (!File.Exists(header))
            return segment;
        var whole = segment + ".mp4";
        File.WriteAllBytes(whole, [.. File.ReadAllBytes(header), .. File.ReadAllBytes(segment)]);
        return whole;
    }

    private static async Task<(List<IReadOnlyList<PicturePacket>> Segments, List<double> Lengths)> ReadAsync(
        string playlist
    )
    {
        var lengths = File.ReadLines(playlist)
            .Where(line => line.StartsWith("#EXTINF:", StringComparison.Ordinal))
            .Select(line => double.Parse(line[8..].TrimEnd(','), CultureInfo.InvariantCulture))
            .ToList();
        var segments = new List<IReadOnlyList<PicturePacket>>();
        foreach (var name in Names(playlist))
        {
            segments.Add(TimestampReader.Packets(await ProbeListing.ReadAsync(name)));
        }

        return (segments, lengths);
    }
}
