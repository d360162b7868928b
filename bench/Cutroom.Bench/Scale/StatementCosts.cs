using Cutroom.Bench.Queue;
using Cutroom.Server.EditingTasks;
using Cutroom.Server.Storage;

namespace Cutroom.Bench.Scale;

/// <summary>Processor time of the database for each step of a task, measured on a private one with the real operations.</summary>
/// <param name="Create">Many share a transaction; each of the others has its own.</param>
internal sealed record StatementCosts(StatementCost Create, double Claim, double EmptyClaim, double Renewal, double End)
{
    private const int Callers = 16;

    public static async Task<StatementCosts> MeasureAsync(bool isQuick)
    {
        await using var queue = await CutroomPeer.StartAsync();
        var count = isQuick ? 1_000 : 8_000;
        var database = new DatabaseProcesses(queue.ConnectionString);
        await Load.RunAsync(Callers, count, _ => queue.CreateAsync());
        await queue.ProcessAsync(count, Callers);

        var single = await database.MeasureAsync(count, () => Load.RunAsync(1, count, _ => queue.CreateAsync()));
        var grouped = await database.MeasureAsync(count, () => Load.RunAsync(Callers, count, _ => queue.CreateAsync()));
        var leases = new Lease[count];
        var claim = await database.MeasureAsync(
            count,
            () => Load.RunAsync(1, count, async number => leases[number] = await ClaimAsync(queue))
        );
        var renewal = await database.MeasureAsync(
            count,
            () => Load.RunAsync(1, count, number => RenewAsync(queue.Database, leases[number]))
        );
        var end = await database.MeasureAsync(
            count,
            () => Load.RunAsync(1, count, number => queue.EndAsync(leases[number]))
        );
        await queue.ProcessAsync(count, Callers);
        var empty = await database.MeasureAsync(count, () => Load.RunAsync(1, count, _ => queue.ClaimAsync()));
        return new(StatementCost.Of(single, grouped, Callers), claim, empty, renewal, end);
    }

    private static async Task<Lease> ClaimAsync(CutroomPeer queue) =>
        await queue.ClaimAsync() ?? throw new InvalidOperationException("The task is not there.");

    private static Task<bool> RenewAsync(Database database, Lease lease) =>
        database.WriteAsync(
            session => LeaseStore.RenewAsync(session, lease, TimeSpan.FromMinutes(10), progress: 50, "copying"),
            CancellationToken.None
        );
}

/// <summary>Seconds of a core: of a transaction, and of each task in it.</summary>
internal readonly record struct StatementCost(double Transaction, double Task)
{
    /// <param name="single">Of a task in a transaction of its own.</param>
    /// <param name="grouped">Of one among so many.</param>
    public static StatementCost Of(double single, double grouped, int many)
    {
        var transaction = (single - grouped) * many / (many - 1);
        return new(transaction, single - transaction);
    }

    public double Of(int tasks) => Transaction + tasks * Task;
}
