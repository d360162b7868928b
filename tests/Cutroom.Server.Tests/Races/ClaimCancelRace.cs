using System.Collections.Concurrent;
using Cutroom.Testing.Linearizability;

namespace Cutroom.Server.Tests.Races;

/// <summary>
/// Claimers and cancellers at the same end of the same queue, until nothing waits. Keeps what every caller saw of every task.
/// </summary>
internal sealed class ClaimCancelRace(RaceTasks tasks, int seed, Func<int, Task<bool>> cancel)
{
    /// <summary>Cancellers aim at most this far beyond the newest claim, where the next claims go.</summary>
    private const int Ahead = 6;

    /// <summary>Enough cancels of one task, while the claimers are slow.</summary>
    private const int MaxAims = 8;

    private readonly ConcurrentQueue<(int Number, HistoryCall<TaskCall> Call)> seen = [];
    private readonly int[] aims = new int[tasks.Count + 1];
    private volatile int frontier;

    public async Task RunAsync(int claimers, int cancellers)
    {
        using var over = new CancellationTokenSource();
        var claims = Enumerable.Range(0, claimers).Select(index => Task.Run(() => ClaimAllAsync(index)));
        var cancels = Enumerable.Range(0, cancellers).Select(index => Task.Run(() => CancelAsync(index, over.Token)));
        Task[] cancelling = [.. cancels];
        await Task.WhenAll(claims);
        await over.CancelAsync();
        await Task.WhenAll(cancelling);

        foreach (var task in await tasks.ListAsync())
            await SeeAsync(
                RaceTasks.NumberOf(task.TaskId),
                () => Task.FromResult<TaskCall>(new TaskCall.Look(task.Status, task.Attempt))
            );
    }

    public IReadOnlyList<TaskHistory> Histories() =>
        [
            .. seen.GroupBy(entry => entry.Number, entry => entry.Call)
                .Select(group => new TaskHistory(group.Key, [.. group.OrderBy(call => call.Start)])),
        ];

    private async Task ClaimAllAsync(int index)
    {
        var owner = $"worker-{index}";
        while (true)
        {
            var start = TimeProvider.System.GetTimestamp();
            if (await tasks.ClaimAsync(owner) is not { } lease)
                return;
            var number = RaceTasks.NumberOf(lease.TaskId);
            frontier = number;
            seen.Enqueue((number, new(new TaskCall.Claim(lease.Attempt), start, TimeProvider.System.GetTimestamp())));
            // Ended at once: a queue has as many running tasks as workers.
            await SeeAsync(number, async () => new TaskCall.Succeed(lease.Attempt, await tasks.SucceedAsync(lease)));
        }
    }

    private async Task CancelAsync(int index, CancellationToken over)
    {
        var random = new Random(HashCode.Combine(seed, index));
        while (!over.IsCancellationRequested)
        {
            var number = frontier + random.Next(Ahead) + 1;
            if (number > tasks.Count || Interlocked.Increment(ref aims[number]) > MaxAims)
                await Task.Yield();
            else
                await SeeAsync(number, async () => new TaskCall.Cancel(await cancel(number)));
        }
    }

    private async Task SeeAsync(int number, Func<Task<TaskCall>> call)
    {
        var start = TimeProvider.System.GetTimestamp();
        var what = await call();
        seen.Enqueue((number, new(what, start, TimeProvider.System.GetTimestamp())));
    }
}

/// <summary>All that was seen of one task, by start.</summary>
internal sealed record TaskHistory(int Number, IReadOnlyList<HistoryCall<TaskCall>> Calls)
{
    public bool IsLinearizable => TaskModel.Allows(Calls);

    /// <summary>True where a claim and a cancel were under way at the same time: a race, not merely a sequence.</summary>
    public bool IsContended =>
        Calls.Any(claim =>
            claim.What is TaskCall.Claim
            && Calls.Any(cancel =>
                cancel.What is TaskCall.Cancel && cancel.Start <= claim.End && claim.Start <= cancel.End
            )
        );

    public override string ToString() =>
        $"task {Number}: {string.Join("; ", Calls.Select(call => $"{call.What} {call.Start - Calls[0].Start}..{call.End - Calls[0].Start}"))}";
}
