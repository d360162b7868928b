using System.Diagnostics;

namespace Cutroom.Bench;

/// <summary>What a piece of work took, the processes it started and waited for included.</summary>
/// <param name="Wall">Seconds.</param>
/// <param name="Processor">Seconds, of all processors.</param>
internal readonly record struct Cost(double Wall, double Processor)
{
    public static async Task<Cost> OfAsync(Func<Task> work)
    {
        var (clock, before) = (Stopwatch.StartNew(), ProcessTimes.OfThis.Processor);
        await work();
        return new(clock.Elapsed.TotalSeconds, ProcessTimes.OfThis.Processor - before);
    }
}
