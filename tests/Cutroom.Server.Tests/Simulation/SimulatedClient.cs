using System.Globalization;
using Cutroom.Server.EditingTasks;
using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.EditingTasks;

namespace Cutroom.Server.Tests.Simulation;

/// <summary>Does what callers and operators do, on any node, and holds the service to what it is answered.</summary>
internal sealed class SimulatedClient(SimulatedCluster cluster, string name)
{
    private readonly List<(ProjectId Project, TaskId Task)> known = [];
    private readonly Random random = cluster.Agenda.Random;
    private readonly TaskWatch watch = cluster.Watch;
    private int calls;

    public async Task RunAsync(int actions)
    {
        for (var action = 0; action < actions; action++)
        {
            await cluster.Outside.Clock.WaitAsync(random.Next(600));
            await (
                random.Next(16) switch
                {
                    < 7 => Task.WhenAll(Enumerable.Range(0, random.Next(1, 4)).Select(_ => CreateAsync())),
                    < 10 => CancelAsync(1),
                    10 => CancelAsync(random.Next(2, 6)),
                    < 13 => ReleaseAsync(),
                    13 => ReclaimAsync(),
                    _ => ChangeQueueAsync(),
                }
            );
        }
    }

    private async Task CreateAsync()
    {
        var project = Pick(SimulatedDatabase.Projects);
        var body = new CreateEditingTaskRequest
        {
            Inputs =
            [
                new()
                {
                    AssetId = SimulatedDatabase.Input.Value,
                    TimelineStart = "0",
                    TimelineEnd = random.Next(1, 10).ToString(CultureInfo.InvariantCulture),
                },
            ],
            // H.265 takes two slots.
            EditingSettings = new() { VideoCodec = random.Next(1, 3) },
            Priority = random.Next(10),
            Held = random.Next(5) == 0,
        };
        var request = EditingRequest.Of(body);
        var intent = $"{name}-{calls}";
        var key = random.Next(2) == 0 ? new IdempotencyKey(intent, "") : null;
        // Without a key nobody repeats a create: it could be another task.
        for (var tries = key is null ? 1 : 10; tries > 0; tries--)
        {
            var by = Actor("create");
            watch.Intends(by.RequestId, intent);
            var call = new CreateCall(project, request, body, key, by);
            if (
                await AskAsync(node => node.Creates.CreateAsync(call, CancellationToken.None))
                is not { Done: true, Result.Task: var task }
            )
                continue;
            watch.Created(intent, task);
            known.Add((project, task));
            return;
        }
    }

    private async Task CancelAsync(int count)
    {
        if (known.Count == 0)
            return;
        var tasks = Enumerable.Range(0, count).Select(_ => Pick(known)).Distinct().ToList();
        long? version = count == 1 && random.Next(4) == 0 ? random.Next(1, 3) : null;
        var by = Actor("cancel");
        var answers = await AskAsync(node =>
            Task.WhenAll(
                tasks.Select(task =>
                    cluster.Planted.ChecksThenCancels
                        ? CheckThenCancelAsync(node, task)
                        : node.Cancels.CancelAsync(new(task.Project, task.Task, version), by, CancellationToken.None)
                )
            )
        );
        if (!answers.Done)
            return;
        foreach (var (task, refusal) in tasks.Zip(answers.Result))
            watch.CancelAnswered(task.Task, refusal);
    }

    /// <summary>The planted fault: looks, decides here, then writes without a guard.</summary>
    private static async Task<Refusal?> CheckThenCancelAsync(SimulatedNode node, (ProjectId Project, TaskId Task) task)
    {
        var found = await node.Database.ReadAsync(
            session => EditingTaskStore.FindAsync(session, task.Project, task.Task),
            CancellationToken.None
        );
        if (found?.Status != EditingTaskStatus.Waiting)
            return new Refusal(WireError.WrongState);
        await node.Database.WriteAsync(
            session =>
                session.ExecuteAsync(
                    """
                    update editing_tasks set status = 'CANCEL', ended_ms = 0 where task_id = @task;
                    delete from editing_task_queue where task_id = @task;
                    delete from editing_task_leases where task_id = @task;
                    insert into audit select @project, @id, 0, '', 'cancel', @task, '', null
                    """,
                    new
                    {
                        project = task.Project.Value,
                        task = task.Task.Value,
                        id = Ids.New(),
                    }
                ),
            CancellationToken.None
        );
        return null;
    }

    private async Task ReleaseAsync()
    {
        if (known.Count == 0)
            return;
        var (project, task) = Pick(known);
        var by = Actor("release");
        var answer = await AskAsync(async node =>
        {
            var refusals = await node.Database.WriteAsync(
                session => ReleaseEditingTasks.ReleaseAsync(session, project, [task], by),
                CancellationToken.None
            );
            node.Signal.Ring(project);
            return refusals[0];
        });
        if (answer.Done)
            watch.ReleaseAnswered(task);
    }

    private async Task ReclaimAsync()
    {
        if (known.Count == 0)
            return;
        var (project, task) = Pick(known);
        watch.Reclaims(task);
        await AskAsync(node =>
            node.Database.WriteAsync(session => LeaseStore.ReclaimAsync(session, project, task), CancellationToken.None)
        );
    }

    private Task<bool> ChangeQueueAsync()
    {
        var settings = new QueueSettings
        {
            IsPaused = random.Next(2) == 0,
            RunningLimit = random.Next(3) == 0 ? random.Next(1, 4) : null,
            Weight = random.Next(1, 5),
        };
        return ChangeQueueAsync(Pick(SimulatedDatabase.Projects), settings);
    }

    /// <returns>True where it is known to be done.</returns>
    public async Task<bool> ChangeQueueAsync(ProjectId project, QueueSettings settings) =>
        (
            await AskAsync(node =>
                node.Database.WriteAsync(
                    session => QueueSettings.ChangeAsync(session, project, _ => settings),
                    CancellationToken.None
                )
            )
        ).Done;

    /// <returns>Not done: nobody knows whether the call did anything.</returns>
    private async Task<(bool Done, T Result)> AskAsync<T>(Func<SimulatedNode, Task<T>> call)
    {
        try
        {
            var node = Pick(cluster.Nodes);
            return (true, await node.Process.CallAsync(() => call(node)));
        }
        catch (Exception exception)
            when (exception is StoreAwayException or CommitFailedException or BrokenConnectionException)
        {
            return (false, default!); // not looked at
        }
    }

    private Actor Actor(string verb) => new(new(name), verb, $"{name}-{calls++}");

    private T Pick<T>(IReadOnlyList<T> among) => among[random.Next(among.Count)];
}
