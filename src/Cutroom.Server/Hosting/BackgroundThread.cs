using System.Runtime.InteropServices;

namespace Cutroom.Server.Hosting;

/// <summary>Runs work that takes a core for long on a thread of its own, which gives way to every other thread.</summary>
internal static partial class BackgroundThread
{
    /// <summary>The lowest there is. The framework's own thread priorities mean nothing on Linux.</summary>
    private const int Nice = 19;

    private const int WhichProcess = 0; // of Linux, which takes the id of a thread there

    public static Task<T> RunAsync<T>(Func<T> work)
    {
        var outcome = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                if (OperatingSystem.IsLinux())
                    _ = SetPriority(WhichProcess, 0, Nice); // not worth a failure
                outcome.SetResult(work());
            }
            catch (Exception exception)
            {
                outcome.SetException(exception);
            }
        })
        {
            IsBackground = true,
            Name = "in the background",
        };
        thread.Start();
        return outcome.Task;
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int priority);
}
