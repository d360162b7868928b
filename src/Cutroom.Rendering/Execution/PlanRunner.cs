using Cutroom.Rendering.Planning;
using Cutroom.Rendering.Timelines;
using Cutroom.Rendering.Verification;

namespace Cutroom.Rendering.Execution;

/// <summary>Carries out a plan: render, verify, flush, rename. It takes no decision about media.</summary>
internal sealed class PlanRunner(Ffmpeg engine, RendererOptions options, PieceCache? cache)
{
    private const string Staging = "staging";
    private const string Pieces = "pieces";
    private const string Finished = "output";
    private const string Sources = "sources";
    private const int CommandSlack = 64 << 20;

    private readonly OutputVerifier _verifier = new(engine, options);
    private readonly CopyAttempt _copying = new(engine, options, cache);
    private readonly SourceDiagnosis _diagnosis = new(engine, options);

    public async Task<RenderResult> RunAsync(
        RenderPlan plan,
        string workFolder,
        PhasedProgress progress,
        CancellationToken cancellation
    )
    {
        try
        {
            string? fallback = null;
            var attempt = await AttemptAsync(plan, workFolder, progress, cancellation);
            if (
                plan.Copying is not null
                && attempt is RenderResult.Failed { Failure: var doubt }
                && MayComeFromCopying(doubt)
            )
            {
                fallback = doubt.Message;
                plan = plan.WithoutCopying($"Copying was given up and everything was encoded: {doubt.Message}");
                attempt = await AttemptAsync(plan, workFolder, progress, cancellation);
            }

            // The only second try: without seeking, which is slower and depends on nothing in the files but their frames.
            if (attempt is RenderResult.Failed { Failure.Kind: RenderFailureKind.VerificationFailed } && plan.Seeks)
            {
                attempt = await AttemptAsync(plan.ReadFromTheStart(), workFolder, progress, cancellation);
            }

            return attempt is RenderResult.Rendered { Report: var report } rendered
                ? rendered with
                {
                    Report = report with { Fallback = fallback },
                }
                : attempt;
        }
        catch (IOException problem)
        {
            return new RenderResult.Failed(
                RenderFailure.Of(RenderFailureKind.DiskFull, $"The work folder cannot be written: {problem.Message}")
            );
        }
        finally
        {
            LocalSources.Remove(Path.Combine(Path.GetFullPath(workFolder), Sources));
        }
    }

    private async Task<RenderResult> AttemptAsync(
        RenderPlan plan,
        string workFolder,
        PhasedProgress progress,
        CancellationToken cancellation
    )
    {
        try
        {
            plan = await LocalSources.BringAsync(
                plan,
                Path.Combine(Path.GetFullPath(workFolder), Sources),
                cancellation
            );
        }
        catch (IOException problem)
        {
            return new RenderResult.Failed(
                RenderFailure.Of(RenderFailureKind.SourceUnavailable, $"A source cannot be read: {problem.Message}.")
            );
        }

        var staging = EmptyFolder(Path.Combine(Path.GetFullPath(workFolder), Staging));
        var mainFile = Path.Combine(staging, Outputs.MainFile(plan.Settings.Format));
        var rendering = plan.Copying is null
            ? EncodeAsync(plan, mainFile, progress, cancellation)
            : CopyAsync(plan, workFolder, mainFile, progress, cancellation);
        if (await rendering is { } failure)
        {
            return new RenderResult.Failed(failure);
        }

        if (
            plan is { Settings.Format: OutputFormat.Hls, Pictures: not null }
            && !Playlist.TryRewrite(mainFile, plan.Settings.HlsSegments, plan.Duration)
        )
        {
            return new RenderResult.Failed(
                RenderFailure.Of(
                    RenderFailureKind.VerificationFailed,
                    "A segment of the output starts without a picture."
                )
            );
        }

        var verified = await _verifier.VerifyAsync(plan, mainFile, progress.Verifying, cancellation);
        if (verified is not Result<ConformanceReport>.Ok(var report))
        {
            return new RenderResult.Failed(((Result<ConformanceReport>.Failed)verified).Failure);
        }

        var finished = Path.Combine(Path.GetFullPath(workFolder), Finished);
        DurableFiles.FlushFolder(staging);
        if (Directory.Exists(finished))
        {
            Directory.Delete(finished, recursive: true);
        }

        Directory.Move(staging, finished);
        DurableFiles.FlushNames(workFolder);
        progress.Done();
        return new RenderResult.Rendered(finished, Path.GetFileName(mainFile), report);
    }

    // What the machine refuses to a copy it refuses to an encode too.
    private static bool MayComeFromCopying(RenderFailure failure) =>
        failure.Kind
            is RenderFailureKind.VerificationFailed
                or RenderFailureKind.EncoderFailed
                or RenderFailureKind.SourceUnreadable
                or RenderFailureKind.UnsupportedStream;

    private async Task<RenderFailure?> CopyAsync(
        RenderPlan plan,
        string workFolder,
        string mainFile,
        PhasedProgress progress,
        CancellationToken cancellation
    )
    {
        var folder = EmptyFolder(Path.Combine(Path.GetFullPath(workFolder), Pieces));
        try
        {
            return await _copying.RunAsync(plan, folder, mainFile, options.MaxOutputBytes, progress, cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<RenderFailure?> EncodeAsync(
        RenderPlan plan,
        string mainFile,
        PhasedProgress progress,
        CancellationToken cancellation
    )
    {
        var limit = SizeLimit(plan);
        var command = new EngineCommand(
            EngineProgram.Ffmpeg,
            FfmpegArguments.Render(plan, mainFile, options.Threads, limit),
            options.RenderLimit,
            options.StallLimit
        )
        {
            MaxFileBytes = limit + CommandSlack,
        };
        var exit = await engine.RunAsync(
            command,
            line =>
            {
                if (ProgressParser.PositionOf(line) is { } position)
                {
                    progress.Encoding(position.ToApproximateSeconds() / plan.Duration.ToApproximateSeconds());
                }
            },
            cancellation
        );
        if (exit is { Succeeded: true, Log.Count: 0 })
        {
            return null;
        }

        // The engine ends with 0 on damaged input and complains about pictures nobody asked for: only the frames tell.
        var damage = exit.End == EngineEnd.Exited ? await _diagnosis.FindDamageAsync(plan, cancellation) : null;
        return damage ?? (exit.Succeeded ? null : EngineFailures.Of(exit, "Encoding"));
    }

    private long SizeLimit(RenderPlan plan)
    {
        var kbps = (plan.Pictures?.MaxKbps ?? 0) + (plan.Sound?.BitrateKbps ?? 0);
        var expected = (plan.Duration.CeilingTicks(Ratio.One) + 1) * kbps * 1000 / 8;
        return Math.Min(options.MaxOutputBytes, 4 * expected + CommandSlack);
    }

    private static string EmptyFolder(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        return Directory.CreateDirectory(path).FullName;
    }
}
