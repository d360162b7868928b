using System.Globalization;

namespace Cutroom.Bench;

/// <summary>What the kernel says of a process of this machine.</summary>
/// <param name="Parent">Number of the process that started it.</param>
/// <param name="Processor">Seconds of all processors, with those of children that have ended and were waited for.</param>
internal readonly record struct ProcessTimes(int Process, int Parent, double Processor)
{
    // The kernel counts in these, whatever its own clock.
    private const double TicksPerSecond = 100;

    public static ProcessTimes OfThis => Read(Environment.ProcessId);

    public static IEnumerable<ProcessTimes> All()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var process))
                yield return Find(process);
        }
    }

    /// <returns>Nothing of a process that is gone.</returns>
    private static ProcessTimes Find(int process)
    {
        try
        {
            return Read(process);
        }
        catch (IOException)
        {
            return default;
        }
    }

    // Fields 14 to 17 of the line: own and children's time, user and system. The name in field 2 may hold anything but ')' last.
    private static ProcessTimes Read(int process)
    {
        var line = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
        var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        return new(process, (int)Number(fields[1]), fields[11..15].Sum(Number) / TicksPerSecond);
    }

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
