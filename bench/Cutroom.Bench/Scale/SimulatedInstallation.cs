using Cutroom.Server.EditingTasks;

namespace Cutroom.Bench.Scale;

/// <summary>
/// Creates in shared transactions, notices, claims, renewals and ends, with the measured costs. Media is not in it: each task only takes its
/// time.
/// </summary>
internal sealed class SimulatedInstallation
{
    /// <summary>Of a signed call, on an api node.</summary>
    private const double CallSeconds = 100e-6;

    /// <summary>Of a commit on storage over a network, or with a standby that answers.</summary>
    private const double FlushSeconds = 1e-3;

    private const int ApiCores = 2;

    private static readonly double NoticeInterval = QueueNotices.Interval.TotalSeconds;
    private static readonly double PollInterval = new QueueOptions().Poll.TotalSeconds;
    private static readonly double RenewalInterval = LeaseKeeper.Tick.TotalSeconds;

    private readonly Random random = new(1);
    private readonly Timeline timeline = new();
    private readonly Installation what;
    private readonly StatementCosts costs;
    private readonly List<Node> apis = [];
    private readonly List<Part> parts = [];
    private readonly List<double> creates = [];
    private readonly List<double> waits = [];

    private SimulatedInstallation(Installation what, StatementCosts costs)
    {
        (this.what, this.costs) = (what, costs);
        for (var number = 0; number < what.ApiNodes; number++)
            apis.Add(new(new(timeline, ApiCores), [.. Enumerable.Range(0, what.Databases).Select(_ => new Creates())]));
        for (var number = 0; number < what.Databases; number++)
            parts.Add(new(new(timeline, what.DatabaseCores)));
        for (var number = 0; number < what.Workers; number++)
            AddWorker(parts[number % parts.Count]);
    }

    public static Outcome Run(Installation what, StatementCosts costs, double seconds)
    {
        var running = new SimulatedInstallation(what, costs);
        running.timeline.After(0, running.Arrive);
        running.timeline.RunUntil(seconds);
        return running.Result();
    }

    private Outcome Result() =>
        new(
            parts.Max(part => part.Database.Busy),
            apis.Max(api => api.Cores.Busy),
            Percentiles.Of(creates.DefaultIfEmpty(), 99),
            Percentiles.Of(waits.DefaultIfEmpty(), 50),
            Percentiles.Of(waits.DefaultIfEmpty(), 99),
            parts.Sum(part => part.Waiting.Count)
        );

    private void Arrive()
    {
        timeline.After(-Math.Log(1 - random.NextDouble()) / what.TasksPerSecond, Arrive);
        var (api, part, since) = (apis[random.Next(apis.Count)], random.Next(parts.Count), timeline.Now);
        api.Cores.Use(
            CallSeconds,
            () =>
            {
                api.Creates[part].Waiting.Enqueue(since);
                Create(api, part);
            }
        );
    }

    /// <summary>Calls that came while a transaction ran share the next one.</summary>
    private void Create(Node api, int number)
    {
        var (mine, part) = (api.Creates[number], parts[number]);
        if (mine.IsUnderWay || mine.Waiting.Count == 0)
            return;
        mine.IsUnderWay = true;
        InTurn(
            part,
            () =>
            {
                var group = new List<double>();
                while (group.Count < CreateEditingTask.MaxGroup && mine.Waiting.TryDequeue(out var since))
                    group.Add(since);
                part.Database.Use(
                    costs.Create.Of(group.Count),
                    () => timeline.After(FlushSeconds, () => Created(api, number, group))
                );
            }
        );
    }

    private void InTurn(Part part, Action create)
    {
        if (what.HasManyProjects)
            create();
        else
            part.Turns.Take(create);
    }

    private void Created(Node api, int number, List<double> group)
    {
        var (mine, part) = (api.Creates[number], parts[number]);
        foreach (var since in group)
        {
            creates.Add(timeline.Now - since);
            part.Waiting.Enqueue(timeline.Now);
        }

        if (!what.HasManyProjects)
            part.Turns.Leave();
        mine.IsUnderWay = false;
        Create(api, number);
        mine.Claimable += group.Count;
        Notify(mine, part);
    }

    /// <summary>At most one for each interval; it wakes some of the workers that are idle.</summary>
    private void Notify(Creates from, Part part)
    {
        if (from.NoticeIsDue)
            return;
        from.NoticeIsDue = true;
        timeline.After(
            Math.Max(0, from.NextNotice - timeline.Now),
            () =>
            {
                from.NoticeIsDue = false;
                from.NextNotice = timeline.Now + NoticeInterval;
                var called = what.WakesAll ? 1 : QueueNotices.PartFor(from.Claimable, part.Workers.Count);
                from.Claimable = 0;
                foreach (var worker in part.Workers)
                    if (worker.Free > 0 && random.NextDouble() < called)
                        Claim(part, worker);
            }
        );
    }

    private void AddWorker(Part part)
    {
        var worker = new Worker { Free = Installation.Slots };
        part.Workers.Add(worker);
        timeline.After(random.NextDouble() * PollInterval, () => Poll(part, worker));
    }

    private void Poll(Part part, Worker worker)
    {
        timeline.After(PollInterval, () => Poll(part, worker));
        Claim(part, worker);
    }

    private void Claim(Part part, Worker worker)
    {
        if (worker.IsClaiming || worker.Free == 0)
            return;
        worker.IsClaiming = true;
        part.Database.Use(
            part.Waiting.Count == 0 ? costs.EmptyClaim : costs.Claim,
            () => timeline.After(FlushSeconds, () => Claimed(part, worker))
        );
    }

    private void Claimed(Part part, Worker worker)
    {
        worker.IsClaiming = false;
        if (!part.Waiting.TryDequeue(out var since))
            return;
        waits.Add(timeline.Now - since);
        worker.Free--;
        var end = timeline.Now + what.RenderSeconds * (0.5 + random.NextDouble());
        Renew(part, end);
        timeline.After(end - timeline.Now, () => part.Database.Use(costs.End, () => Ended(part, worker)));
        Claim(part, worker);
    }

    private void Renew(Part part, double end)
    {
        if (timeline.Now + RenewalInterval >= end)
            return;
        timeline.After(RenewalInterval, () => part.Database.Use(costs.Renewal, () => Renew(part, end)));
    }

    private void Ended(Part part, Worker worker)
    {
        worker.Free++;
        Claim(part, worker);
    }

    private sealed record Node(Cores Cores, Creates[] Creates);

    /// <summary>Of one api node to one database.</summary>
    private sealed class Creates
    {
        public Queue<double> Waiting { get; } = [];
        public bool IsUnderWay { get; set; }
        public bool NoticeIsDue { get; set; }
        public double NextNotice { get; set; }
        public int Claimable { get; set; }
    }

    private sealed record Part(Cores Database)
    {
        public Turns Turns { get; } = new();
        public Queue<double> Waiting { get; } = [];
        public List<Worker> Workers { get; } = [];
    }

    private sealed class Worker
    {
        public int Free { get; set; }
        public bool IsClaiming { get; set; }
    }
}
