using System.ComponentModel;
using System.Diagnostics;

namespace Cutroom.Rendering.Execution;

/// <summary>The only place that starts a process. When a call returns or throws, nothing of its process group is alive.</summary>
internal sealed class Ffmpeg(RendererOptions options, TimeProvider time)
{
    /// <summary>Runs to the end and hands each line of standard output to <paramref name="onLine"/>.</summary>
    /// <exception cref="OperationCanceledException">Cancelled: asked to stop, killed after the grace, reaped.</exception>
    public async Task<EngineExit> RunAsync(EngineCommand command, Action<string> onLine, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var program = command.Program == EngineProgram.Ffmpeg ? options.FfmpegPath : options.FfprobePath;
        if (EngineTools.Wrap(program, command) is not { } start)
        {
            return new(EngineEnd.Missing, 0, [$"{program}, setsid, setpriv or prlimit is not installed"]);
        }

        try
        {
            using var child = await ChildLauncher.StartAsync(start);
            child.StandardInput.Close();
            return await WatchAsync(child, command, onLine, cancellation);
        }
        catch (Win32Exception problem)
        {
            return new(EngineEnd.Missing, 0, [problem.Message]);
        }
    }

    private async Task<EngineExit> WatchAsync(
        Process child,
        EngineCommand command,
        Action<string> onLine,
        CancellationToken cancellation
    )
    {
        var group = new ProcessGroup(child.Id);
        var log = new BoundedLog();
        using var wall = new CancellationTokenSource(command.WallLimit, time);
        using var stall = new CancellationTokenSource(command.StallLimit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, wall.Token, stall.Token);
        var output = BoundedLines.ReadAsync(
            child.StandardOutput,
            line =>
            {
                stall.CancelAfter(command.StallLimit);
                onLine(line);
            }
        );
        var errors = BoundedLines.ReadAsync(child.StandardError, log.Add);
        try
        {
            await Task.WhenAll(child.WaitForExitAsync(CancellationToken.None), output, errors).WaitAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
            await StopAsync(child, group, Task.WhenAll(output, errors));
            cancellation.ThrowIfCancellationRequested();
            return new(wall.IsCancellationRequested ? EngineEnd.TimedOut : EngineEnd.Stalled, 0, log.Lines);
        }
        finally
        {
            group.Kill();
        }

        return new(EngineEnd.Exited, child.ExitCode, log.Lines);
    }

    private async Task StopAsync(Process child, ProcessGroup group, Task pipes)
    {
        group.Terminate();
        try
        {
            await child.WaitForExitAsync(CancellationToken.None).WaitAsync(options.StopGrace, time);
        }
        catch (TimeoutException)
        {
            // Killed below: it was asked.
        }

        group.Kill();
        await child.WaitForExitAsync(CancellationToken.None);
        await pipes;
    }
}
