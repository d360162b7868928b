using System.CommandLine;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Cli;

/// <summary>The options of an output, the same for <c>render</c> and <c>edit</c>.</summary>
internal sealed class OutputChoice
{
    private readonly Option<string?> format = new("--format")
    {
        Description = "MP4, HLS, MP3, MOV, AVI or FLV; by default what the name of the output says.",
    };
    private readonly Option<string> segments = new("--hls-segments")
    {
        Description = "What an HLS output is stored in: ts or fmp4.",
        DefaultValueFactory = _ => "ts",
    };
    private readonly Option<int> width = new("--width") { Description = "Pixels of the long side; 0: derived." };
    private readonly Option<int> height = new("--height") { Description = "Pixels of the short side; 0: derived." };
    private readonly Option<string> codec = new("--codec")
    {
        Description = "h264 or h265.",
        DefaultValueFactory = _ => "h264",
    };
    private readonly Option<string> reference = new("--reference")
    {
        Description = "NONE, MAX_BITRATE or MAX_RESOLUTION: which input size and rate follow.",
        DefaultValueFactory = _ => "NONE",
    };

    public Option<string> Output { get; } =
        new("--output", "-o") { Description = "The file to make.", Required = true };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Output, format, segments, width, height, codec, reference })
            command.Add(option);
    }

    public OutputSettings Read(ParseResult given) =>
        new()
        {
            Format = FormatOf(given.GetValue(format), given.GetValue(Output)!), // required
            HlsSegments = given.GetValue(segments) switch
            {
                "ts" => HlsSegments.Ts,
                "fmp4" => HlsSegments.Fmp4,
                var other => throw new CommandFailure($"--hls-segments takes ts or fmp4, not '{other}'."),
            },
            Width = given.GetValue(width),
            Height = given.GetValue(height),
            Codec = given.GetValue(codec) switch
            {
                "h264" => VideoCodec.H264,
                "h265" => VideoCodec.H265,
                var other => throw new CommandFailure($"--codec takes h264 or h265, not '{other}'."),
            },
            Reference = given.GetValue(reference) switch
            {
                "NONE" => ReferenceRule.None,
                "MAX_BITRATE" => ReferenceRule.MaxBitrate,
                "MAX_RESOLUTION" => ReferenceRule.MaxResolution,
                var other => throw new CommandFailure(
                    $"--reference takes NONE, MAX_BITRATE or MAX_RESOLUTION, not '{other}'."
                ),
            },
        };

    private static OutputFormat FormatOf(string? format, string output)
    {
        var name = format ?? Path.GetExtension(output).TrimStart('.');
        if (name.Equals("m3u8", StringComparison.OrdinalIgnoreCase))
            return OutputFormat.Hls;
        return Enum.TryParse<OutputFormat>(name, ignoreCase: true, out var known) && !int.TryParse(name, out _)
            ? known
            : throw new CommandFailure($"'{name}' is no output format; it takes MP4, HLS, MP3, MOV, AVI or FLV.");
    }
}
