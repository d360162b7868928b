namespace Cutroom.Bench;

/// <summary>Callers at the same time, each making its next call when the last was answered.</summary>
/// <param name="PerSecond">Calls answered a second.</param>
/// <param name="Milliseconds">What each took.</param>
internal sealed record Load(double PerSecond, IReadOnlyList<double> Milliseconds)
{
    /// <param name="call">Gets the number of the call, from 0.</param>
    public static async Task<Load> RunAsync(int callers, int calls, Func<int, Task> call)
    {
        var (clock, next, took) = (TimeProvider.System, -1, new double[calls]);
        var started = clock.GetTimestamp();
        await AtOnceAsync(
            callers,
            async () =>
            {
                while (Interlocked.Increment(ref next) is var number && number < calls)
                {
                    var sent = clock.GetTimestamp();
                    await call(number);
                    took[number] = clock.GetElapsedTime(sent).TotalMilliseconds;
                }
            }
        );
        return new(calls / clock.GetElapsedTime(started).TotalSeconds, took);
    }

    /// <summary>No call begins once the time is over.</summary>
    public static Task ForAsync(int callers, TimeSpan time, Func<Task> call)
    {
        var started = TimeProvider.System.GetTimestamp();
        return AtOnceAsync(
            callers,
            async () =>
            {
                while (TimeProvider.System.GetElapsedTime(started) < time)
                    await call();
            }
        );
    }

    private static Task AtOnceAsync(int callers, Func<Task> calls) =>
        Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(calls)));
}
