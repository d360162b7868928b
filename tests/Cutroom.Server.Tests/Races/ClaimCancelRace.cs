using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using Cutroom.Server.EditingTasks;
using Cutroom.Testing.Linearizability;

namespace Cutroom.Server.Tests.Races;

/// <summary>
/// Claimers and cancellers at the same end of the same queue, until nothing waits. Keeps what every caller saw of every task.
/// </summary>
/// <param name="process">Several may race for the same tasks; each has its number.</param>
internal sealed class ClaimCancelRace(RaceTasks tasks, int seed, CancelWay way, int process = 0)
{
    /// <summary>Cancellers aim at most this far beyond the newest claim, where the next claims go.</summary>
    private const int Ahead = 6;

    /// <summary>Enough cancels of one task, while the claimers are slow.</summary>
    private const int MaxAims = 8;

    private readonly ConcurrentQueue<SeenCall> seen = [];
    private readonly int[] aims = new int[tasks.Count + 1];
    private volatile int frontier;

    /// <summary>Claims, or nothing but pauses would be seen.</summary>
    private const int BetweenPauses = 200;

    private readonly ConcurrentQueue<(long From, long To)> pauses = [];
    private int latestRelease;

    /// <param name="releasers">Release what is held, where the cancellers aim.</param>
    /// <param name="pausers">Pause and resume the project all the while: one, or none.</param>
    public async Task RunAsync(int claimers, int cancellers, int releasers = 0, int pausers = 0)
    {
        using var over = new CancellationTokenSource();
        var claims = Enumerable.Range(0, claimers).Select(index => Task.Run(() => ClaimAllAsync(index)));
        var cancels = Enumerable.Range(0, cancellers).Select(index => Task.Run(() => CancelAsync(index, over.Token)));
        var releases = Enumerable.Range(0, releasers).Select(_ => Task.Run(() => ReleaseAsync(over.Token)));
        var stops = Enumerable.Range(0, pausers).Select(_ => Task.Run(() => PauseAsync(over.Token)));
        Task[] cancelling = [.. cancels, .. releases, .. stops];
        await Task.WhenAll(claims);
        await over.CancelAsync();
        await Task.WhenAll(cancelling);
    }

    /// <summary>What came of each, when all that raced have ended.</summary>
    public async Task LookAsync()
    {
        foreach (var task in await tasks.ListAsync())
            await SeeAsync(
                RaceTasks.NumberOf(task.TaskId),
                () => Task.FromResult<TaskCall>(new TaskCall.Look(task.Status, task.Attempt))
            );
    }

    public IEnumerable<SeenCall> Seen => seen;

    /// <param name="elsewhere">What other processes saw.</param>
    public IReadOnlyList<TaskHistory> Histories(IEnumerable<SeenCall>? elsewhere = null) =>
        [
            .. seen.Concat(elsewhere ?? [])
                .GroupBy(entry => entry.Number, entry => entry.Call)
                .Select(group => new TaskHistory(
                    group.Key,
                    [.. group.OrderBy(call => call.Start)],
                    tasks.IsHeld(group.Key)
                )),
        ];

    public int Pauses => pauses.Count;

    /// <summary>Claims that began after a pause was answered and ended before its end was asked for.</summary>
    public int ClaimsInPauses() =>
        seen.Count(entry =>
            entry.Call.What is TaskCall.Claim
            && pauses.Any(pause => entry.Call.Start > pause.From && entry.Call.End < pause.To)
        );

    private async Task ClaimAllAsync(int index)
    {
        var owner = $"worker-{process}-{index}";
        while (true)
        {
            var start = TimeProvider.System.GetTimestamp();
            if (await tasks.ClaimAsync(owner) is not { } lease)
            {
                if (await tasks.IsEmptyAsync())
                    return;
                await Task.Yield();
                continue;
            }

            var number = RaceTasks.NumberOf(lease.TaskId);
            frontier = number;
            seen.Enqueue(new(number, new TaskCall.Claim(lease.Attempt), start, TimeProvider.System.GetTimestamp()));
            // Ended at once: a queue has as many running tasks as workers.
            await SeeAsync(number, async () => new TaskCall.Succeed(lease.Attempt, await tasks.SucceedAsync(lease)));
        }
    }

    private async Task CancelAsync(int index, CancellationToken over)
    {
        var random = new Random(unchecked((seed * 31 + process) * 31 + index));
        while (!over.IsCancellationRequested)
        {
            var number = frontier + random.Next(Ahead) + 1;
            if (number > tasks.Count || Interlocked.Increment(ref aims[number]) > MaxAims)
                await Task.Yield();
            else
                await SeeAsync(number, async () => new TaskCall.Cancel(await tasks.CancelAsync(number, way)));
        }
    }

    private async Task ReleaseAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested && latestRelease < tasks.Count)
        {
            if (latestRelease > frontier + Ahead || !tasks.IsHeld(++latestRelease))
                await Task.Yield();
            else
                await SeeAsync(
                    latestRelease,
                    async () => new TaskCall.Release(await tasks.ReleaseAsync(latestRelease))
                );
        }
    }

    private async Task PauseAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await tasks.PauseAsync(isPaused: true);
            var from = TimeProvider.System.GetTimestamp();
            // As long as one more change takes: others get to try.
            await tasks.PauseAsync(isPaused: true);
            pauses.Enqueue((from, TimeProvider.System.GetTimestamp()));
            await tasks.PauseAsync(isPaused: false);
            for (var at = frontier; frontier < at + BetweenPauses && !over.IsCancellationRequested; )
                await Task.Yield();
        }
    }

    private async Task SeeAsync(int number, Func<Task<TaskCall>> call)
    {
        var start = TimeProvider.System.GetTimestamp();
        var what = await call();
        seen.Enqueue(new(number, what, start, TimeProvider.System.GetTimestamp()));
    }
}

/// <summary>A call and its answer. Times are of the machine's clock, which processes share.</summary>
/// <param name="Number">Of the task.</param>
internal sealed record SeenCall(int Number, TaskCall What, long Start, long End)
{
    [JsonIgnore]
    public HistoryCall<TaskCall> Call => new(What, Start, End);
}

/// <summary>All that was seen of one task, by start.</summary>
internal sealed record TaskHistory(int Number, IReadOnlyList<HistoryCall<TaskCall>> Calls, bool IsHeld)
{
    public bool IsLinearizable => TaskModel.Allows(Calls, IsHeld);

    public bool IsCancelled => Calls[^1].What is TaskCall.Look { Status: EditingTaskStatus.Cancelled };

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
