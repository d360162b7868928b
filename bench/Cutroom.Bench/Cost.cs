using System.Diagnostics;
using System.Globalization;

namespace Cutroom.Bench;

/// <summary>What a piece of work took, the processes it started and waited for included.</summary>
/// <param name="Wall">Seconds.</param>
/// <param name="Processor">Seconds, of all processors.</param>
internal readonly record struct Cost(double Wall, double Processor)
{
    // The kernel counts in these, whatever its own clock.
    private const double TicksPerSecond = 100;

    public static async Task<Cost> OfAsync(Func<Task> work)
    {
        var (clock, before) = (Stopwatch.StartNew(), ProcessorSeconds());
        await work();
        return new(clock.Elapsed.TotalSeconds, ProcessorSeconds() - before);
    }

    // Fields 14 to 17 of the line: own and children's time, user and system. The name in field 2 may hold anything but ')' last.
    private static double ProcessorSeconds()
    {
        var line = File.ReadAllText("/proc/self/stat");
        var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        return fields[11..15].Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}
