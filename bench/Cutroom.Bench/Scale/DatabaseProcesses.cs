using System.Globalization;
using Npgsql;

namespace Cutroom.Bench.Scale;

/// <summary>The processes of the private server that a connection text leads to.</summary>
internal sealed class DatabaseProcesses(string connection)
{
    private readonly int server = int.Parse(
        File.ReadLines(Path.Combine(new NpgsqlConnectionStringBuilder(connection).Host!, "data", "postmaster.pid")) // its folder
            .First(),
        CultureInfo.InvariantCulture
    );

    /// <returns>Seconds of a core for each.</returns>
    public async Task<double> MeasureAsync(int count, Func<Task> work)
    {
        var before = ProcessorSeconds();
        await work();
        return (ProcessorSeconds() - before) / count;
    }

    /// <summary>Those that have ended count as the server's own.</summary>
    private double ProcessorSeconds() =>
        ProcessTimes.All().Where(one => one.Process == server || one.Parent == server).Sum(one => one.Processor);
}
