using System.Diagnostics;
using System.Text.Json;
using Cutroom.Server.Storage;

namespace Cutroom.Server.Tests.Races;

/// <summary>A part of a race in a process of its own: this program once more, told by one argument (Program.cs).</summary>
internal static class RaceProcess
{
    public const string Argument = "--race";

    /// <param name="Connection">Of PostgreSQL.</param>
    /// <param name="Process">From 1 on; 0 is the process that reads the outcome.</param>
    internal sealed record Order(
        string Connection,
        string Project,
        int Count,
        CancelWay Way,
        int Seed,
        int Process,
        int Pairs
    );

    /// <summary>Ends when nothing waits any more.</summary>
    public static async Task<IReadOnlyList<SeenCall>> RunAsync(Order order)
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("This program has no path.");
        using var process = Process.Start(
            new ProcessStartInfo(program, [Argument, JsonSerializer.Serialize(order)]) { RedirectStandardOutput = true }
        )!; // null only with a shell of the desktop
        var calls = new List<SeenCall>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            calls.Add(JsonSerializer.Deserialize<SeenCall>(line)!); // no line is null
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? calls
            : throw new InvalidOperationException($"The racing process ended with {process.ExitCode}.");
    }

    /// <summary>In the process itself.</summary>
    public static async Task TakePartAsync(string text)
    {
        var order = JsonSerializer.Deserialize<Order>(text)!; // as above
        await using var database = new Database(new(SqlDialect.Postgres, order.Connection));
        var tasks = new RaceTasks(database, new(order.Project), order.Count);
        var race = new ClaimCancelRace(tasks, order.Seed, order.Way, order.Process);
        await race.RunAsync(claimers: 2 * order.Pairs, cancellers: 2 * order.Pairs);
        await using var output = new StreamWriter(Console.OpenStandardOutput());
        foreach (var call in race.Seen)
            await output.WriteLineAsync(JsonSerializer.Serialize(call));
    }
}
