using System.Text;
using Cutroom.Rendering.Indexing;
using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;
using Cutroom.Rendering.Verification;

namespace Cutroom.Rendering.Execution;

/// <summary>Renders a plan that copies: pieces and sound side by side, then one file, then the plan's container.</summary>
/// <param name="cache">Null where no pieces are kept.</param>
internal sealed class CopyAttempt(Ffmpeg engine, RendererOptions options, PieceCache? cache)
{
    private string? _engineVersion;

    /// <param name="folder">Empty; left empty.</param>
    public async Task<RenderFailure?> RunAsync(
        RenderPlan plan,
        string folder,
        string mainFile,
        long maxBytes,
        PhasedProgress progress,
        CancellationToken cancellation
    )
    {
        try
        {
            return await RenderAsync(plan, folder, mainFile, maxBytes, progress, cancellation);
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or OverflowException)
        {
            return RenderFailure.Of(RenderFailureKind.VerificationFailed, $"Copying failed: {fault.Message}.");
        }
    }

    private async Task<RenderFailure?> RenderAsync(
        RenderPlan plan,
        string folder,
        string mainFile,
        long maxBytes,
        PhasedProgress progress,
        CancellationToken cancellation
    )
    {
        IReadOnlyList<VideoIndex?> indexes =
        [
            .. (await CopySources.ReadAsync(plan, cancellation)).Select(result =>
                (result as IndexResult.Indexed)?.Index
            ),
        ];
        var work = new CopyProgress(plan, progress);
        using var runner = new CopyRunner(
            plan,
            indexes,
            folder,
            options.Threads,
            (arguments, stop) => RunAsync(arguments, maxBytes, _ => { }, stop),
            cache is null ? null : new KeptPieces(cache, await EngineVersionAsync(cancellation))
        );
        var sound = plan.Sound is null ? null : Path.Combine(folder, "sound.mp4");
        var failures = await Task.WhenAll(
            runner.EncodeAsync(work.Finished, cancellation),
            EncodeSoundAsync(plan, folder, sound, maxBytes, work, cancellation)
        );
        if (failures.FirstOrDefault(failure => failure is not null) is { } first)
        {
            return first;
        }

        var isMp4 = plan.Settings.Format == OutputFormat.Mp4;
        var joined = isMp4 ? mainFile : Path.Combine(folder, "joined.mp4");
        await runner.WriteAsync(sound, joined, cancellation);
        var check = new CopyCheck((arguments, onLine, stop) => RunAsync(arguments, maxBytes, onLine, stop), folder);
        var doubt = await check.FindFaultAsync(plan, indexes, joined, cancellation);
        return doubt is not null || isMp4
            ? doubt
            : await RunAsync(FfmpegArguments.Remux(plan, joined, mainFile, maxBytes), maxBytes, _ => { }, cancellation);
    }

    // An engine that does not tell is met again by the first piece, which says what is wrong with it.
    private async Task<string> EngineVersionAsync(CancellationToken cancellation)
    {
        if (_engineVersion is null)
        {
            var words = new StringBuilder();
            var command = new EngineCommand(EngineProgram.Ffmpeg, ["-version"], options.ProbeLimit, options.ProbeLimit);
            await engine.RunAsync(command, line => words.AppendLine(line), cancellation);
            _engineVersion = words.ToString();
        }

        return _engineVersion;
    }

    private Task<RenderFailure?> EncodeSoundAsync(
        RenderPlan plan,
        string folder,
        string? output,
        long maxBytes,
        CopyProgress progress,
        CancellationToken cancellation
    )
    {
        var encoding = new SoundEncoding(
            (arguments, onLine, stop) => RunAsync(arguments, maxBytes, onLine, stop),
            options.Threads,
            maxBytes
        );
        return output is null
            ? Task.FromResult<RenderFailure?>(null)
            : encoding.RunAsync(plan, folder, output, progress.Sound, cancellation);
    }

    private async Task<RenderFailure?> RunAsync(
        IReadOnlyList<string> arguments,
        long maxBytes,
        Action<string> onLine,
        CancellationToken cancellation
    )
    {
        var command = new EngineCommand(EngineProgram.Ffmpeg, arguments, options.RenderLimit, options.StallLimit)
        {
            MaxFileBytes = maxBytes,
        };
        var exit = await engine.RunAsync(command, onLine, cancellation);
        return exit is { Succeeded: true, Log.Count: 0 } ? null
            : exit.Succeeded
                ? new(RenderFailureKind.VerificationFailed, $"The engine complained: {exit.Log[0]}.", null, exit.Log)
            : EngineFailures.Of(exit, "Encoding a piece");
    }
}
