using System.Text;
using System.Text.Json;
using Cutroom.Rendering.Execution;
using Cutroom.Rendering.Timelines;

namespace Cutroom.Rendering.Probing;

/// <summary>Finds out what a file is without trusting its name, its size fields or the engine's exit code.</summary>
internal sealed class MediaProbe(Ffmpeg engine, FrameIndexReader indexes, RendererOptions options)
{
    private const int MaxOutputCharacters = 4 << 20;

    /// <summary>A header that unfolds to more than this is an attack.</summary>
    public const long MemoryLimit = 1L << 30;

    public async Task<Result<ProbedSource>> ProbeAsync(string path, CancellationToken cancellation)
    {
        string? demuxer;
        long size;
        try
        {
            await using var file = File.OpenRead(path);
            var head = new byte[ContainerSniffer.HeadBytes];
            var read = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation);
            demuxer = ContainerSniffer.DemuxerOf(head.AsSpan(0, read));
            if (demuxer is null)
            {
                return Unreadable(path, ContainerSniffer.Describe(head.AsSpan(0, read)));
            }

            if (DeclaredSize.Shortfall(demuxer, file) is { } shortfall)
            {
                return Unreadable(path, shortfall);
            }

            size = file.Length;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Unreadable(path, $"the file cannot be read ({problem.Message})");
        }

        return await ProbeAsync(path, demuxer, size, cancellation);
    }

    /// <summary>Of a file that this program wrote and verified, which may be a playlist.</summary>
    /// <param name="size">Bytes, with all that belongs to it.</param>
    public async Task<Result<ProbedSource>> ProbeAsync(
        string path,
        string demuxer,
        long size,
        CancellationToken cancellation
    )
    {
        var asked = await AskEngineAsync(path, demuxer, size, cancellation);
        return asked is Result<ProbedSource>.Ok(var source) && NeedsMeasuring(source)
            ? await MeasureAsync(source, cancellation)
            : asked;
    }

    // Live recordings state no duration; bare streams of sound have it guessed from their bit rate.
    private static bool NeedsMeasuring(ProbedSource source) =>
        source.Media.Duration == MediaTime.Zero || source.Demuxer is "mp3" or "aac" or "ac3" or "eac3";

    private async Task<ProbedSource> MeasureAsync(ProbedSource source, CancellationToken cancellation) =>
        await indexes.MeasureDurationAsync(source, cancellation) is { } duration && duration > MediaTime.Zero
            ? source with
            {
                Media = source.Media with { Duration = duration },
            }
            : source;

    private async Task<Result<ProbedSource>> AskEngineAsync(
        string path,
        string demuxer,
        long size,
        CancellationToken cancellation
    )
    {
        var json = new StringBuilder();
        var exit = await engine.RunAsync(
            new(EngineProgram.Ffprobe, FfprobeArguments.Streams(demuxer, path), options.ProbeLimit, options.ProbeLimit)
            {
                MemoryBytes = MemoryLimit,
            },
            line => json.AppendLine(json.Length < MaxOutputCharacters ? line : ""),
            cancellation
        );
        return exit switch
        {
            { End: EngineEnd.Missing } => EngineFailures.Of(exit, "ffprobe"),
            { Succeeded: false } => ProbeObjection.Of(Path.GetFileName(path), exit),
            _ when Parse(json.ToString()) is { } output => SourceFacts.Read(path, demuxer, size, output),
            _ => Unreadable(path, "its description is malformed"),
        };
    }

    private static FfprobeOutput? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, FfprobeJson.Default.FfprobeOutput);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static RenderFailure Unreadable(string path, string cause) =>
        RenderFailure.Of(RenderFailureKind.SourceUnreadable, $"{Path.GetFileName(path)} cannot be used: {cause}");
}
