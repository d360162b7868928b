using Cutroom.Server.EditingTasks;
using Cutroom.Server.Storage;
using Xunit;

namespace Cutroom.Server.Tests.EditingTasks;

/// <summary>
/// What the store should hold, by <see cref="EditingTask.After"/> alone, beside what it holds: one random step at a time, on random
/// tasks and random leases, stale ones among them.
/// </summary>
internal sealed class EditingTaskModel(StoredTasks store, int seed)
{
    private const int Attempts = 3;

    private readonly Random random = new(seed);
    private readonly List<Lease> leases = [];
    private readonly Dictionary<TaskId, Life> lives = [];

    /// <summary>Takes one step in both and compares the answers.</summary>
    public Task StepAsync() =>
        random.Next(9) switch
        {
            0 or 1 => CreateAsync(),
            2 => ClaimAsync(StoredTasks.Passed),
            3 => ClaimAsync(StoredTasks.Long),
            4 => CancelAsync(),
            5 => RenewAsync(),
            6 => random.Next(2) == 0 ? HandBackAsync() : RetryAsync(),
            7 => OnLeaseAsync(EditingTaskEvent.Succeeded, store.SucceedAsync),
            _ => OnLeaseAsync(EditingTaskEvent.Failed, store.FailAsync),
        };

    /// <summary>Every task stands in the store as in the model.</summary>
    public async Task CompareAsync()
    {
        foreach (var (id, life) in lives)
        {
            var stored = await store.FindAsync(id);
            Assert.Equal((life.Task.Status, life.Task.Attempt), (stored.Status, stored.Attempt));
            Assert.Equal(life.IsOver, stored.EndedMs is not null);
        }
    }

    private async Task CreateAsync()
    {
        var created = await store.CreateAsync(Attempts);
        lives[created.TaskId] = new(created) { AttemptsLeft = Attempts };
    }

    private async Task ClaimAsync(TimeSpan length)
    {
        var lease = await store.TryClaimAsync(length);
        Assert.Equal(lives.Values.Any(life => life.CanBeClaimed), lease is not null);
        if (lease is null)
            return;

        var life = lives[lease.TaskId];
        Assert.True(life.CanBeClaimed);
        life.Apply(EditingTaskEvent.Claimed);
        life.AttemptsLeft--;
        (life.Holder, life.HasPassed) = (lease, length == StoredTasks.Passed);
        Assert.Equal((life.Task.Attempt, life.AttemptsLeft), (lease.Attempt, lease.AttemptsLeft));
        leases.Add(lease);
    }

    private async Task CancelAsync()
    {
        if (lives.Count == 0)
            return;
        var life = lives.Values.ElementAt(random.Next(lives.Count));

        var output = await store.CancelAsync(life.Task.TaskId);

        Assert.Equal(life.Task.After(EditingTaskEvent.Cancelled) is not null, output is not null);
        if (output is not null)
            life.Apply(EditingTaskEvent.Cancelled);
    }

    private Task RenewAsync() =>
        OnLeaseAsync(
            EditingTaskEvent.Renewed,
            lease => store.RenewAsync(lease, random.Next(100)),
            guard: life => !life.HasPassed
        );

    private Task HandBackAsync() =>
        OnLeaseAsync(
            EditingTaskEvent.Released,
            store.HandBackAsync,
            life =>
            {
                life.AttemptsLeft++;
                (life.Holder, life.HasPassed) = (null, true);
            }
        );

    private Task RetryAsync() =>
        OnLeaseAsync(
            EditingTaskEvent.Released,
            lease => store.RetryAsync(lease),
            life => (life.Holder, life.HasPassed) = (null, true),
            guard: life => life.AttemptsLeft > 0
        );

    private async Task OnLeaseAsync(
        EditingTaskEvent happened,
        Func<Lease, Task<bool>> step,
        Action<Life>? then = null,
        Func<Life, bool>? guard = null
    )
    {
        if (leases.Count == 0)
            return;
        var lease = leases[random.Next(leases.Count)];
        var life = lives[lease.TaskId];
        var applies = life.Holder == lease && life.Task.After(happened) is not null && (guard is null || guard(life));

        Assert.Equal(applies, await step(lease));
        if (!applies)
            return;
        life.Apply(happened);
        then?.Invoke(life);
    }

    private sealed class Life(EditingTask task)
    {
        public EditingTask Task { get; private set; } = task;

        public int AttemptsLeft { get; set; }

        public Lease? Holder { get; set; }

        public bool HasPassed { get; set; }

        public bool IsOver =>
            Task.Status is EditingTaskStatus.Succeeded or EditingTaskStatus.Failed or EditingTaskStatus.Cancelled;

        public bool CanBeClaimed =>
            Task.Status == EditingTaskStatus.Waiting
            || (Task.Status == EditingTaskStatus.Processing && HasPassed && AttemptsLeft > 0);

        public void Apply(EditingTaskEvent happened)
        {
            Task = Task.After(happened)!; // asked before
            if (IsOver)
                Holder = null;
        }
    }
}
