using System.Collections.Concurrent;
using System.Globalization;
using Cutroom.Server.EditingTasks;
using Cutroom.Server.Storage;

namespace Cutroom.Server.Tests.Races;

/// <summary>Many waiting tasks of one project, numbered 1, 2, 3 … in the order in which they are claimed.</summary>
/// <param name="project">Theirs alone.</param>
/// <param name="isMixed">
/// The second half of the numbers is older but of a lower priority, and every tenth task is held: claims still go by number.
/// </param>
internal sealed class RaceTasks(Database database, ProjectId project, int count, bool isMixed = false)
{
    private const int HeldEvery = 10;

    private static readonly TimeSpan LeaseLength = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, ClaimTurns> turns = [];

    /// <summary>Grouped, as the call does it.</summary>
    private readonly CancelEditingTask cancels = new(database);

    public int Count => count;

    public bool IsHeld(int number) => isMixed && number % HeldEvery == 0;

    public Task CreateAsync() =>
        database.WriteAsync(
            session =>
                session.ExecuteAsync(
                    """
                    insert into editing_queues (project_id) values (@project);
                    with recursive numbers (number) as (select 1 union all select number + 1 from numbers where number < @count)
                    insert into editing_tasks
                        (project_id, task_id, number, asset_id, status, created_ms, progress, attempt, attempts_left, rank, held)
                    select @project, cast(number as text),
                        case when @mixed = 0 then number when number <= @half then number + @count - @half else number - @half end,
                        cast(number as text), 'WAITING', number, 0, 0, 3,
                        case when @mixed = 1 and number <= @half then 0 else 4 end,
                        case when @mixed = 1 and number % @every = 0 then 1 else 0 end
                    from numbers;
                    insert into editing_task_queue (project_id, rank, number, task_id, media_ms)
                    select project_id, rank, number, task_id, 0 from editing_tasks where project_id = @project and held = 0
                    """,
                    new
                    {
                        project = project.Value,
                        count = (long)count,
                        half = (long)count / 2,
                        mixed = isMixed ? 1L : 0L,
                        every = (long)HeldEvery,
                    }
                ),
            CancellationToken.None
        );

    /// <returns>Null where nothing waits.</returns>
    /// <summary>Each claimer remembers what it has seen, as a worker process does.</summary>
    public async Task<Lease?> ClaimAsync(string owner)
    {
        var mine = turns.GetOrAdd(owner, _ => new(TimeProvider.System));
        var leases = await database.WriteAsync(
            session => mine.ClaimAsync(session, owner, LeaseLength, ClaimRoom.ForAny(1)),
            CancellationToken.None
        );
        return leases.SingleOrDefault();
    }

    public Task<bool> SucceedAsync(Lease lease) =>
        database.WriteAsync(session => LeaseStore.SucceedAsync(session, lease), CancellationToken.None);

    public Task<bool> CancelAsync(int number, CancelWay way) =>
        way switch
        {
            CancelWay.OneByOne => CancelAsync(number),
            CancelWay.InGroups => CancelInGroupAsync(number),
            CancelWay.CheckThenAct => CheckThenCancelAsync(number),
        };

    private Task<bool> CancelAsync(int number) =>
        database.WriteAsync(
            async session => await EditingTaskStore.CancelAsync(session, [new(project, IdOf(number))]) is [_],
            CancellationToken.None
        );

    private async Task<bool> CancelInGroupAsync(int number) =>
        await cancels.CancelAsync(
            new(project, IdOf(number)),
            new Actor(new("race"), "cancel", "race"),
            CancellationToken.None
        )
            is null;

    public async Task<bool> ReleaseAsync(int number) =>
        await database.WriteAsync(
            session => EditingTaskStore.ReleaseAsync(session, project, IdOf(number)),
            CancellationToken.None
        )
            is not null;

    public Task<QueueSettings> PauseAsync(bool isPaused) =>
        database.WriteAsync(
            session => QueueSettings.ChangeAsync(session, project, settings => settings with { IsPaused = isPaused }),
            CancellationToken.None
        );

    public async Task<bool> IsEmptyAsync() =>
        !(
            await database.ReadAsync(session => QueueStore.FirstAsync(session, project, 1), CancellationToken.None)
        ).Any();

    /// <summary>The planted fault: looks, decides here, then writes without a guard.</summary>
    private async Task<bool> CheckThenCancelAsync(int number)
    {
        var seen = await database.ReadAsync(
            session => EditingTaskStore.FindAsync(session, project, IdOf(number)),
            CancellationToken.None
        );
        return seen is { Status: EditingTaskStatus.Waiting }
            && await database.WriteAsync(
                session =>
                    session.ExecuteAsync(
                        "update editing_tasks set status = 'CANCEL' where project_id = @project and task_id = @task",
                        new { project = project.Value, task = IdOf(number).Value }
                    ),
                CancellationToken.None
            ) == 1;
    }

    public Task<IReadOnlyList<EditingTask>> ListAsync() =>
        database.ReadAsync(
            session => EditingTaskStore.ListAsync(session, project, from: count, limit: count),
            CancellationToken.None
        );

    public static int NumberOf(TaskId id) => int.Parse(id.Value, CultureInfo.InvariantCulture);

    private static TaskId IdOf(int number) => new(number.ToString(CultureInfo.InvariantCulture));
}

/// <summary>How the tasks of a race are cancelled.</summary>
internal enum CancelWay
{
    /// <summary>One statement with its guard, for each.</summary>
    OneByOne,

    /// <summary>The operation behind the call, which takes those together that come together.</summary>
    InGroups,

    /// <summary>The planted fault.</summary>
    CheckThenAct,
}
