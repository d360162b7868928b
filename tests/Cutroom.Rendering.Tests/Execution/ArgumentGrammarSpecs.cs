using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Tests.Planning;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Tests.Execution;

/// <summary>Every call of the engine carries the white lists and limits, whatever the files are called (I19).</summary>
public sealed class ArgumentGrammarSpecs
{
    private const string Nasty = "/tmp/-f concat:x;rm -rf $(id) 'a' [0:v] \" %d ,=:.mp4";
    private static readonly string[] Probes = ["streams", "packets", "all packets", "frames", "words"];

    public static TheoryData<OutputFormat, VideoCodec, bool> Renders
    {
        get
        {
            var data = new TheoryData<OutputFormat, VideoCodec, bool>();
            foreach (var format in Enum.GetValues<OutputFormat>())
            foreach (var codec in Enum.GetValues<VideoCodec>())
            foreach (var hasPictures in new[] { true, false })
                if (
                    !(
                        hasPictures
                        && (format == OutputFormat.Mp3 || (format, codec) == (OutputFormat.Flv, VideoCodec.H265))
                    )
                )
                    data.Add(format, codec, hasPictures);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Renders))]
    public void A_render_limits_every_input_and_its_output(OutputFormat format, VideoCodec codec, bool hasPictures)
    {
        var sources = new[] { hasPictures ? Material.Video(path: Nasty) : Material.Sound(path: Nasty) };
        var plan = Material.Plan(
            new() { Format = format, Codec = codec },
            sources,
            Material.Cut(0, "1", "2"),
            Material.Cut(0, "5", "6"),
            Material.Cut(0, "0.5", "0.7")
        );

        var arguments = FfmpegArguments.Render(plan, "/attempt/" + Outputs.MainFile(format), 2, 1000);

        AssertHead(arguments);
        AssertInputs(arguments, hasPictures ? 6 : 3, EngineRules.InputLimits);
        var output = arguments.Skip(LastInput(arguments) + 1).ToList();
        Assert.Subset(
            output.ToHashSet(),
            new HashSet<string> { "-sn", "-dn", "-t", "-fs", "-map", "-map_metadata", "-filter_complex" }
        );
        Assert.Equal("-1", output[output.IndexOf("-map_metadata") + 1]);
        Assert.StartsWith("file:/attempt/", output[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(output, argument => argument.Contains("/tmp/", StringComparison.Ordinal));
        AssertNumbers(output);
    }

    [Theory]
    [InlineData("mov", 1)]
    [InlineData("hls", 0)]
    public void A_decode_limits_its_input(string demuxer, int isForeign)
    {
        var arguments = FfmpegArguments.Decode(
            demuxer,
            Nasty,
            [
                new TimeRange(MediaTime.FromMilliseconds(500), MediaTime.FromSeconds(2)),
                new TimeRange(MediaTime.FromSeconds(3), MediaTime.FromSeconds(4)),
            ],
            2
        );

        AssertHead(arguments);
        AssertInputs(arguments, 2, isForeign == 1 ? EngineRules.InputLimits : EngineRules.OwnPlaylistLimits);
        Assert.Contains("-xerror", arguments);
        Assert.Equal("0.5", arguments[arguments.ToList().IndexOf("-ss") + 1]);
    }

    [Fact]
    public void Every_probe_limits_its_input()
    {
        var range = new TimeRange(MediaTime.Zero, MediaTime.FromSeconds(1));
        IReadOnlyList<string>[] calls =
        [
            FfprobeArguments.Streams("avi", Nasty),
            FfprobeArguments.Packets("avi", Nasty, 1, [range]),
            FfprobeArguments.AllPackets("avi", Nasty),
            FfprobeArguments.Frames("avi", Nasty, 0, []),
            FfprobeArguments.DecoderWords("avi", Nasty, 0, range),
        ];

        Assert.Equal(Probes.Length, calls.Length);
        Assert.All(
            calls,
            call =>
            {
                Assert.Contains("-hide_banner", call);
                Assert.Equal("error", call[call.ToList().IndexOf("-v") + 1]);
                AssertInputs(call, 1, EngineRules.InputLimits);
            }
        );
    }

    [Fact]
    public void The_white_lists_name_no_network_playlist_or_concatenation()
    {
        var lists = string.Join(',', EngineRules.InputLimits).Split(',');

        Assert.Empty(
            lists.Intersect([
                "hls",
                "dash",
                "concat",
                "http",
                "tcp",
                "udp",
                "rtp",
                "data",
                "subfile",
                "magicyuv",
                "svg",
            ])
        );
        Assert.Contains("file", lists);
    }

    private static void AssertHead(IReadOnlyList<string> arguments)
    {
        Assert.Equal(["-nostdin", "-hide_banner", "-v", "error"], arguments.Take(4));
        Assert.DoesNotContain("-safe", arguments);
    }

    private static void AssertInputs(IReadOnlyList<string> arguments, int count, IReadOnlyList<string> limits)
    {
        var inputs = arguments.Index().Where(entry => entry.Item == "-i").Select(entry => entry.Index).ToList();
        Assert.Equal(count, inputs.Count);
        var from = 0;
        foreach (var input in inputs)
        {
            var before = arguments.Skip(from).Take(input - from).ToList();
            var start = before.IndexOf(limits[0]);
            Assert.Equal(limits, before.Skip(start).Take(limits.Count));
            Assert.Contains("-f", before);
            Assert.StartsWith("file:", arguments[input + 1], StringComparison.Ordinal);
            from = input + 2;
        }
    }

    // The engine refuses ".5", and other cultures would write "0,5".
    private static void AssertNumbers(IEnumerable<string> arguments) =>
        Assert.DoesNotContain(
            arguments,
            argument => argument is ['.', ..] || (argument.Length < 12 && argument.Contains(','))
        );

    private static int LastInput(IReadOnlyList<string> arguments) => arguments.ToList().LastIndexOf("-i") + 1;
}
