namespace Cutroom.Bench.Scale;

/// <summary>What installations of all sizes would do, simulated with the costs that a database on this machine was just measured to have.</summary>
internal static class ScaleBench
{
    // bench cut: 90 s of 1080p from groups of 60 frames, copied; and the same encoded.
    private const double Copied = 8.6;
    private const double Encoded = 121;

    public static async Task<IReadOnlyList<Figure>> RunAsync(bool isQuick)
    {
        var costs = await StatementCosts.MeasureAsync(isQuick);
        var (few, many) = (new Installation(1, Copied), new Installation(100, Copied));
        var figures = new List<Figure>
        {
            Micro("create, a transaction", costs.Create.Transaction),
            Micro("create, each task in it", costs.Create.Task),
            Micro("claim", costs.Claim),
            Micro("a claim that finds nothing", costs.EmptyClaim),
            Micro("renewal with progress", costs.Renewal),
            Micro("end", costs.End),
        };
        Tell(figures, "1 task/s", few, costs, 60);
        Tell(figures, "100 tasks/s", many, costs, 60);
        Tell(figures, "100 tasks/s, encoded", many with { RenderCoreSeconds = Encoded }, costs, 120);
        Tell(
            figures,
            "100 tasks/s, encoded, a notice wakes all",
            many with
            {
                RenderCoreSeconds = Encoded,
                WakesAll = true,
            },
            costs,
            120
        );
        Tell(figures, "10,000 tasks/s, 20 databases", new(10_000, Copied, 20) { ApiNodes = 20 }, costs, 15);
        figures.Add(Limit("one database of 8 cores carries", many, costs));
        figures.Add(Limit("the same, of 32 cores", many with { DatabaseCores = 32 }, costs));
        figures.Add(
            Limit("the same, 32 cores, one project", many with { DatabaseCores = 32, HasManyProjects = false }, costs)
        );
        return figures;
    }

    private static Figure Micro(string name, double seconds) => new($"{name}, of the database", seconds * 1e6, "µs");

    private static void Tell(List<Figure> figures, string name, Installation what, StatementCosts costs, double seconds)
    {
        var outcome = SimulatedInstallation.Run(what, costs, seconds);
        figures.AddRange([
            new($"{name}: workers of {Installation.WorkerCores} cores", what.Workers, "nodes"),
            new($"{name}: database of {what.DatabaseCores} cores busy", outcome.Database * 100, "%"),
            new($"{name}: api nodes busy", outcome.Api * 100, "%"),
            new($"{name}: create answered, p99", outcome.CreateP99 * 1000, "ms"),
            new($"{name}: waits for a worker, p50", outcome.WaitP50 * 1000, "ms"),
            new($"{name}: waits for a worker, p99", outcome.WaitP99 * 1000, "ms"),
        ]);
    }

    /// <summary>The most at which less than a second's tasks wait in the end, and 99 % of creates are answered within a tenth of one.</summary>
    private static Figure Limit(string name, Installation like, StatementCosts costs)
    {
        var (least, most) = (1.0, 100_000.0);
        while (most / least > 1.05)
        {
            var rate = Math.Sqrt(least * most);
            var outcome = SimulatedInstallation.Run(
                like with
                {
                    TasksPerSecond = rate,
                    ApiNodes = (int)Math.Ceiling(rate / 1000) + 1,
                },
                costs,
                seconds: 10
            );
            if (outcome is { CreateP99: < 0.1, Database: < 0.95 } && outcome.LeftWaiting < rate)
                least = rate;
            else
                most = rate;
        }

        return new(name, least, "tasks/s");
    }
}
