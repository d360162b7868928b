using System.Collections.Concurrent;
using System.Diagnostics;

namespace Cutroom.Rendering.Execution;

/// <summary>
/// Starts children from one thread that lives as long as this process. The kernel's parent-death signal follows the thread that
/// forked, not the process: from a pool thread, children would be killed whenever the pool shrinks.
/// </summary>
internal static class ChildLauncher
{
    private static readonly BlockingCollection<Launch> Queue = StartThread();

    /// <summary>Starts the child; fails with the exception of <see cref="Process.Start()"/>.</summary>
    public static Task<Process> StartAsync(ProcessStartInfo start)
    {
        var launch = new Launch(start, new(TaskCreationOptions.RunContinuationsAsynchronously));
        Queue.Add(launch);
        return launch.Started.Task;
    }

    private static BlockingCollection<Launch> StartThread()
    {
        var queue = new BlockingCollection<Launch>();
        new Thread(() => StartAll(queue)) { IsBackground = true, Name = "child launcher" }.Start();
        return queue;
    }

    private static void StartAll(BlockingCollection<Launch> queue)
    {
        foreach (var launch in queue.GetConsumingEnumerable())
        {
            try
            {
                // Start returns null only for shell verbs, which are off.
                launch.Started.SetResult(Process.Start(launch.Info)!);
            }
            catch (Exception problem)
                when (problem is System.ComponentModel.Win32Exception or InvalidOperationException)
            {
                launch.Started.SetException(problem);
            }
        }
    }

    private sealed record Launch(ProcessStartInfo Info, TaskCompletionSource<Process> Started);
}
