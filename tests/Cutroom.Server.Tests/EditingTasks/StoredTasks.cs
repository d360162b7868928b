using Cutroom.Server.EditingTasks;
using Cutroom.Server.Nodes;
using Cutroom.Server.Storage;
using Cutroom.Testing;
using Cutroom.Wire.EditingTasks;

namespace Cutroom.Server.Tests.EditingTasks;

/// <summary>The store's steps as one line each, every one in a transaction of its own.</summary>
internal sealed class StoredTasks(TestDatabase database) : IAsyncDisposable
{
    public static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    /// <summary>A lease of this length has passed as soon as it is given.</summary>
    public static readonly TimeSpan Passed = TimeSpan.Zero;

    public static readonly EditingTaskFailure Failure = new("VOD.10063", "The file is damaged.");

    public ProjectId Project { get; } = new(Ids.New());

    public static async Task<StoredTasks> StartAsync(SqlDialect dialect) =>
        new(await TestDatabase.StartAsync(dialect, weak: true));

    public Task<EditingTask> CreateAsync(int attempts = 3, ProjectId? project = null) =>
        CreateAsync(New(project) with { Attempts = attempts });

    public async Task<EditingTask> CreateAsync(NewTask task) => (await CreateManyAsync(task, 1))[0];

    public Task<IReadOnlyList<EditingTask>> CreateManyAsync(NewTask task, int count) =>
        WriteAsync(async session =>
        {
            var turns = await EditingTaskStore.TakeTurnsAsync(session, [task.Project]);
            return await EditingTaskStore.CreateAsync(session, [.. Enumerable.Repeat(task, count)], turns);
        });

    public Task<QueueSettings> SetQueueAsync(QueueSettings settings) =>
        WriteAsync(session => QueueSettings.ChangeAsync(session, Project, _ => settings));

    public async Task<(long Waiting, long Running)> CountWaitingAndRunningAsync()
    {
        var states = await ReadAsync(QueueSettings.ListAsync);
        return (states.Sum(state => state.Waiting), states.Sum(state => state.Running));
    }

    public NewTask New(ProjectId? project = null) => new(project ?? Project, new AssetId(Ids.New()), 3);

    public async Task<AssetId?> CancelAsync(TaskId task, ProjectId? project = null, long? ifVersion = null) =>
        (await CancelAsync([new(project ?? Project, task, ifVersion)])).SingleOrDefault()?.AssetId;

    public Task<IReadOnlyList<CancelledTask>> CancelAsync(IReadOnlyList<CancelWish> wanted) =>
        WriteAsync(session => EditingTaskStore.CancelAsync(session, wanted));

    /// <summary>As a cancel does while a claim keeps the entry.</summary>
    public Task<int> CancelUnderAClaimAsync(TaskId task) =>
        WriteAsync(session =>
            session.ExecuteAsync(
                "update editing_tasks set status = 'CANCEL' where task_id = @task",
                new { task = task.Value }
            )
        );

    public async Task<bool> ReleaseAsync(TaskId task) =>
        await WriteAsync(session => EditingTaskStore.ReleaseAsync(session, Project, task)) is not null;

    public Task<Lease?> TryClaimAsync(TimeSpan? length = null, string owner = "worker-1") =>
        WriteAsync(session => LeaseStore.ClaimAsync(session, owner, length ?? Long));

    public async Task<Lease> ClaimAsync(TimeSpan? length = null, string owner = "worker-1") =>
        await TryClaimAsync(length, owner) ?? throw new InvalidOperationException("Nothing could be claimed.");

    public Task<IReadOnlyList<Lease>> ClaimAsync(int count, ClaimTurns? turns = null) =>
        ClaimAsync(ClaimRoom.ForAny(count), turns);

    public Task<IReadOnlyList<Lease>> ClaimAsync(ClaimRoom room, ClaimTurns? turns = null, TimeSpan? length = null) =>
        WriteAsync(session =>
            (turns ?? new ClaimTurns(TimeProvider.System)).ClaimAsync(session, "worker-1", length ?? Long, room)
        );

    /// <summary>Those of one worker process.</summary>
    public SharedClaims Claims(Reservations reservations)
    {
        using var signal = new QueueSignal(new(), TimeProvider.System);
        return new(database.Database, "worker-1", new() { Lease = Long }, signal, reservations, TimeProvider.System);
    }

    public Task<bool> RenewAsync(Lease lease, int progress = 0, string? phase = null, TimeSpan? length = null) =>
        WriteAsync(session => LeaseStore.RenewAsync(session, lease, length ?? Long, progress, phase));

    public Task<bool> HandBackAsync(Lease lease) => WriteAsync(session => LeaseStore.HandBackAsync(session, lease));

    public Task<bool> RetryAsync(Lease lease, TimeSpan? backOff = null) =>
        WriteAsync(session => LeaseStore.ReleaseForRetryAsync(session, lease, backOff ?? Passed, Failure));

    public Task<bool> SucceedAsync(Lease lease) => WriteAsync(session => LeaseStore.SucceedAsync(session, lease));

    public Task<bool> FailAsync(Lease lease) => WriteAsync(session => LeaseStore.FailAsync(session, lease, Failure));

    public Task<IReadOnlyList<EndedTask>> FailExhaustedAsync() =>
        WriteAsync(session => LeaseStore.FailExhaustedAsync(session, EditingTaskFailure.NoAttemptLeft));

    public Task<EditingTask?> TryFindAsync(TaskId task, ProjectId? project = null) =>
        ReadAsync(session => EditingTaskStore.FindAsync(session, project ?? Project, task));

    public async Task<EditingTask> FindAsync(TaskId task) =>
        await TryFindAsync(task) ?? throw new InvalidOperationException("The task is gone.");

    public Task<long> CountAsync(ProjectId? project = null) =>
        ReadAsync(session => EditingTaskStore.CountAsync(session, project ?? Project));

    public Task<IReadOnlyList<EditingTask>> ListAsync(long from, int limit) =>
        ReadAsync(session => EditingTaskStore.ListAsync(session, Project, from, limit));

    /// <summary>As its project's list shows it.</summary>
    public async Task<EditingTaskInfo> ShownAsync(TaskId task) =>
        (await ReadAsync(session => ListEditingTasks.ReadAsync(session, Project, task, offset: 0, limit: 1))).Tasks[0];

    public Task<long> BeatAsync(string node, WorkingNode worker, string role = "worker") =>
        WriteAsync(session => NodeStore.SeenAsync(session, node, role, "1", now: 0, worker));

    /// <summary>A node's last beat was so long ago.</summary>
    public Task<int> SilenceAsync(string node, TimeSpan silence) =>
        WriteAsync(session =>
            session.ExecuteAsync(
                "update nodes set seen_ms = seen_ms - @silence where node_id = @node",
                new { node, silence = (long)silence.TotalMilliseconds }
            )
        );

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private Task<T> WriteAsync<T>(Func<DbSession, Task<T>> work) =>
        database.Database.WriteAsync(work, CancellationToken.None);

    private Task<T> ReadAsync<T>(Func<DbSession, Task<T>> work) =>
        database.Database.ReadAsync(work, CancellationToken.None);
}
