using System.Globalization;
using Cutroom.Testing;

namespace Cutroom.Bench;

/// <summary>From the start of the process to its first healthy answer, and the memory of a server that has nothing to do.</summary>
internal static class StartBench
{
    private const int Starts = 7;

    /// <summary>The collector and the start's own work have come to rest.</summary>
    private static readonly TimeSpan UntilIdle = TimeSpan.FromSeconds(5);

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("cutroom-bench-").FullName;
        try
        {
            var first = await StartAsync(folder);
            var later = new List<double>();
            for (var index = 0; index < Starts; index++)
                later.Add(await StartAsync(folder));
            var idle = await IdleMebibytesAsync(folder);
            return
            [
                new("first start to ready, schema made", first, "ms"),
                new("start to ready, median", Percentiles.Of(later, 50), "ms"),
                new("start to ready, slowest", later.Max(), "ms"),
                new("resident memory, idle", idle, "MiB"),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <returns>Milliseconds.</returns>
    private static async Task<double> StartAsync(string folder)
    {
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        await using var server = await ServerProcess.StartAsync(folder);
        using var client = new HttpClient { BaseAddress = server.Address };
        (await client.GetAsync("/health")).EnsureSuccessStatusCode();
        var toReady = clock.GetElapsedTime(started).TotalMilliseconds;
        await server.StopAsync();
        return toReady;
    }

    private static async Task<double> IdleMebibytesAsync(string folder)
    {
        await using var server = await ServerProcess.StartAsync(folder);
        using var client = new HttpClient { BaseAddress = server.Address };
        (await client.GetAsync("/health")).EnsureSuccessStatusCode();
        await Task.Delay(UntilIdle, TimeProvider.System);
        var line = File.ReadLines($"/proc/{server.Id}/status")
            .Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        var kibibytes = long.Parse(
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture
        );
        return kibibytes / 1024.0;
    }
}
