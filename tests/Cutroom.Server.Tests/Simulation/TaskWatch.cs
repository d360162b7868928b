using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;

namespace Cutroom.Server.Tests.Simulation;

/// <summary>
/// Holds the service to I1–I7. Triggers tell it of every change of a row; what was committed is judged at once, against the step before it
/// and against every answer that a client was given.
/// </summary>
internal sealed class TaskWatch(Agenda agenda, SimulatedFiles files, SimulatedDatabase database)
{
    private const int PoisonedPerMille = 30;

    private readonly Dictionary<string, TaskLife> lives = [];
    private readonly Dictionary<string, SimulatedProcess> owners = [];
    private readonly Dictionary<string, string> intents = [];
    private readonly HashSet<string> created = [];
    private readonly HashSet<string> reclaimed = [];
    private readonly TransactionSeen seen = database.Seen;
    private readonly List<SimulatedRender> renders = [];

    public int Ended { get; private set; }

    /// <summary>True where nothing is left but what waits for its release.</summary>
    public bool IsAllDone => lives.Values.All(life => life.IsOver || life.Row is { Status: "WAITING", IsHeld: true });

    /// <summary>A transaction begins; what an unfinished one did was undone.</summary>
    public void Forget() => seen.Clear();

    public void Committed(SimulatedProcess by)
    {
        foreach (var (task, asset, before, after) in seen.Tasks)
            Step(task, asset, before, after, by);
        CheckRecords();
        if (seen.Tasks.Any(change => change.Before?.Status != change.After.Status || change.After.Status == "WAITING"))
            CheckQueue();
    }

    /// <summary>The call that names itself so in the audit carries out the intent: calls with one key share one.</summary>
    public void Intends(string call, string intent) => intents[call] = intent;

    public void Created(string intent, TaskId task)
    {
        if (Find(task) is not { } life || life.Intent != intent)
            Violated($"I1: {NameOf(task.Value)} was answered to {intent} and is not its task");
    }

    public void CancelAnswered(TaskId task, Refusal? refusal)
    {
        var status = Find(task)?.Row.Status;
        agenda.Trace?.Invoke($"{NameOf(task.Value)}: cancel answered {refusal?.Error.Code ?? "204"}");
        if (refusal is null ? status != "CANCEL" : refusal.Error == WireError.WrongState && status == "WAITING")
            Violated(
                $"I2: a cancel of {NameOf(task.Value)}, which is {status}, was answered {refusal?.Error.Code ?? "204"}"
            );
        if (refusal?.Error == WireError.UnknownResource)
            Violated($"I1: {NameOf(task.Value)} was acknowledged and is unknown");
    }

    public void ReleaseAnswered(TaskId task)
    {
        if (Find(task) is not { } life || life.Row is { Status: "WAITING", IsHeld: true })
            Violated($"I1: a release of {NameOf(task.Value)} was answered, and it is still held");
    }

    public void Reclaims(TaskId task) => reclaimed.Add(task.Value);

    /// <param name="attempt">Name of the attempt's folder: project, task and number.</param>
    public SimulatedRender BeginRender(SimulatedProcess process, string attempt)
    {
        var task = attempt.Split('-')[1];
        if (!lives.TryGetValue(task, out var life) || life.Row.Status is "CANCEL" or "WAITING")
            Violated($"I2: {NameOf(task)} is rendered while it is {life?.Row.Status ?? "not there"}");
        // Whoever was frozen cannot stop in time, and who was reclaimed from learns it at its next renewal.
        if (!process.WasPaused && !reclaimed.Contains(task) && renders.Any(other => other.Goes(task)))
            Violated($"I4: {NameOf(task)} is rendered by two at a time");
        return new(renders, process, task, life!.IsPoisoned); // there, or it was reported
    }

    /// <summary>After the last fault and enough time for everything.</summary>
    public void CheckEnd()
    {
        foreach (var (task, life) in lives.Where(pair => !pair.Value.IsOver && !pair.Value.Row.IsHeld))
            throw new ViolationException($"I7: {NameOf(task)} is stuck in {life.Row.Status}");
        foreach (var life in lives.Values.Where(life => life.Row.Status == "SUCCEED"))
            if (life.Generation is null || files.MakerOf(life.Generation.Value) is null)
                throw new ViolationException($"I3: the bytes of {life.Name} are gone");
        if (files.AttemptFolders().Any())
            throw new ViolationException("A folder of an attempt is left.");
        Check(
            "I3: a visible output without a success",
            $"""
            select count(*) from assets a where hidden = 0 and asset_id <> '{SimulatedDatabase.Input}' and not exists (
                select 1 from editing_tasks t where t.asset_id = a.asset_id and t.status = 'SUCCEED')
            """
        );
        if ((long)database.Statements.Ask("select count(*) from editing_tasks")! != lives.Count)
            Violated("I1: tasks are lost");
    }

    private void Step(string task, string asset, TaskRow? before, TaskRow after, SimulatedProcess by)
    {
        var life = lives.GetValueOrDefault(task);
        if (life?.Row != before)
            Violated($"I1: {NameOf(task)} is not as the last commit left it");
        var step = new TaskStep(before, after, by, before?.Owner is { } owner ? owners[owner] : null, agenda.NowMs);
        lives[task] = life ??= new($"task-{lives.Count + 1}", asset, agenda.Chance(PoisonedPerMille)) { Row = after };
        agenda.Trace?.Invoke($"{life.Name}: {before?.Status} -> {after.Status}, attempt {after.Attempt}, by {by.Name}");
        if (step.IsClaim && after.Owner is not null)
            owners[after.Owner] = by;
        if (step.Fault(reclaimed.Contains(task)) is { } fault)
            Violated($"{fault}: {life.Name}, {before} -> {after}, by {by.Name}");
        if (before is null)
            life.Intent = IntentOf(task);
        if (after.Status == "SUCCEED")
            Publish(task, life);
        life.Row = after;
        if (life.IsOver)
            Ended++;
    }

    private string? IntentOf(string task)
    {
        var call = seen.Audits.Where(audit => audit.Task == task).Select(audit => audit.Request).FirstOrDefault() ?? "";
        var intent = intents.GetValueOrDefault(call);
        if (intent is null || !created.Add(intent))
            Violated($"I1: {intent ?? "nobody"} asked for one task and got another");
        return intent;
    }

    private void Publish(string task, TaskLife life)
    {
        var shown = seen.Shown.Where(output => output.Asset == life.Asset).ToList();
        if (shown is not [var (_, generation)])
        {
            Violated($"I3: {life.Name} succeeds without its output");
            return;
        }

        life.Generation = new(generation);
        if (
            files.MakerOf(life.Generation.Value) is not { } maker
            || !maker.EndsWith($"-{task}-{life.Row.Attempt}", StringComparison.Ordinal)
        )
            Violated($"I4: {life.Name} shows what its attempt {life.Row.Attempt} did not make");
    }

    /// <summary>Each step that callers are told of has one record, and nothing else has any; outputs are shown with a success alone.</summary>
    private void CheckRecords()
    {
        var told = seen.Tasks.Count(change => change.After.Status != "PROCESSING");
        if (told != seen.Audits.Count)
            Violated($"I24: {told} steps and {seen.Audits.Count} records");
        if (seen.Shown.Count != seen.Tasks.Count(change => change.After.Status == "SUCCEED"))
            Violated("I3: an output is shown without a success");
        foreach (var (paused, running, limit) in seen.Claims)
            if (paused == 1 || running > limit)
                Violated("a claim in a queue that is paused or at its limit");
    }

    /// <summary>What waits is in the queue, what runs has a lease, and nothing else is in either.</summary>
    private void CheckQueue() =>
        Check(
            "I7: the queue is not what waits",
            """
            select (select count(*) from editing_tasks t where t.status = 'WAITING' and t.held = 0 and not exists (
                    select 1 from editing_task_queue q
                    where q.project_id = t.project_id and q.rank = t.rank and q.number = t.number and q.task_id = t.task_id))
                + (select count(*) from editing_tasks t where t.status = 'PROCESSING' and not exists (
                    select 1 from editing_task_leases l where l.project_id = t.project_id and l.task_id = t.task_id))
                + abs((select count(*) from editing_tasks where status = 'PROCESSING' or (status = 'WAITING' and held = 0))
                    - (select count(*) from editing_task_queue) - (select count(*) from editing_task_leases))
            """
        );

    /// <param name="wrong">Counts what is wrong.</param>
    private void Check(string promise, string wrong)
    {
        if (database.Statements.Ask(wrong) is not 0L)
            Violated(promise);
    }

    private TaskLife? Find(TaskId task) => lives.GetValueOrDefault(task.Value);

    private string NameOf(string task) => lives.GetValueOrDefault(task)?.Name ?? "a task that is not there";

    private void Violated(string what) => agenda.Fail(new ViolationException(what));
}

/// <summary>A task as it was committed last.</summary>
/// <param name="IsPoisoned">Its render takes the process with it.</param>
internal sealed record TaskLife(string Name, string Asset, bool IsPoisoned)
{
    public required TaskRow Row { get; set; }

    public string? Intent { get; set; }

    public GenerationId? Generation { get; set; }

    public bool IsOver => Row.Status is "SUCCEED" or "FAILED" or "CANCEL";
}
