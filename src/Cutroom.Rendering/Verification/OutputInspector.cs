using System.Globalization;
using System.Text;
using System.Text.Json;
using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Probing;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Verification;

/// <summary>What reading an output back found.</summary>
/// <param name="Pictures">Null when there are none; likewise sound.</param>
internal sealed record InspectedOutput(
    FfprobeStream? PictureStream,
    FfprobeStream? SoundStream,
    PacketLog? Pictures,
    PacketLog? Sound
);

/// <summary>Reads an output back as a stranger would, without knowing the plan.</summary>
internal sealed class OutputInspector(Ffmpeg engine, RendererOptions options)
{
    public async Task<Result<InspectedOutput>> InspectAsync(string demuxer, string path, CancellationToken cancellation)
    {
        var json = new StringBuilder();
        var exit = await RunAsync(FfprobeArguments.Streams(demuxer, path), line => json.AppendLine(line), cancellation);
        if (!exit.Succeeded)
        {
            return Unreadable(exit);
        }

        var streams = JsonSerializer.Deserialize(json.ToString(), FfprobeJson.Default.FfprobeOutput)?.Streams ?? [];
        var picture = streams.FirstOrDefault(stream => stream.Type == "video");
        var sound = streams.FirstOrDefault(stream => stream.Type == "audio");
        var logs = new[] { picture, sound }
            .OfType<FfprobeStream>()
            .ToDictionary(stream => stream.Index, stream => new PacketLog(TimeBaseOf(stream)));
        exit = await RunAsync(FfprobeArguments.AllPackets(demuxer, path), line => AddPacket(logs, line), cancellation);
        return exit.Succeeded
            ? new InspectedOutput(picture, sound, LogOf(logs, picture), LogOf(logs, sound))
            : Unreadable(exit);
    }

    private static PacketLog? LogOf(Dictionary<int, PacketLog> logs, FfprobeStream? stream) =>
        stream is null ? null : logs[stream.Index];

    private static void AddPacket(Dictionary<int, PacketLog> logs, string line)
    {
        if (
            line.IndexOf(',', StringComparison.Ordinal) is > 0 and var comma
            && int.TryParse(line.AsSpan(0, comma), CultureInfo.InvariantCulture, out var stream)
            && logs.TryGetValue(stream, out var log)
        )
        {
            log.Add(line[(comma + 1)..]);
        }
    }

    private Task<EngineExit> RunAsync(
        IReadOnlyList<string> arguments,
        Action<string> onLine,
        CancellationToken cancellation
    ) =>
        engine.RunAsync(
            new(EngineProgram.Ffprobe, arguments, options.RenderLimit, options.StallLimit),
            onLine,
            cancellation
        );

    private static Ratio TimeBaseOf(FfprobeStream stream) =>
        stream.TimeBase?.Split('/') is [var n, var d]
            ? new(long.Parse(n, null), long.Parse(d, null))
            : new(1, 1_000_000);

    private static RenderFailure Unreadable(EngineExit exit) =>
        exit.End == EngineEnd.Exited
            ? new(
                RenderFailureKind.VerificationFailed,
                $"The output cannot be read back: {EngineFailures.Sentence(exit, "ffprobe failed")}.",
                null,
                exit.Log
            )
            : EngineFailures.Of(exit, "Reading the output back");
}
