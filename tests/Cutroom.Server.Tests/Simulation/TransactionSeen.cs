using Microsoft.Data.Sqlite;

namespace Cutroom.Server.Tests.Simulation;

/// <summary>What the statements of one transaction changed, told by triggers.</summary>
internal sealed class TransactionSeen
{
    private static readonly string Triggers = $"""
        create temp trigger new_task after insert on editing_tasks begin
            select saw_task(new.task_id, new.asset_id, {string.Join(
            ", ",
            Enumerable.Repeat("null", TaskRow.Columns)
        )}, {TaskRow.Of("new")});
        end;
        create temp trigger changed_task after update on editing_tasks begin
            select saw_task(new.task_id, new.asset_id, {TaskRow.Of("old")}, {TaskRow.Of("new")});
        end;
        create temp trigger claimed_task after update on editing_tasks
        when old.status = 'WAITING' and new.status = 'PROCESSING' begin
            select saw_claim(paused, (
                select count(*) from editing_tasks t where t.project_id = new.project_id and t.status = 'PROCESSING'),
                running_limit) from editing_queues where project_id = new.project_id;
        end;
        create temp trigger shown_asset after update on assets when old.hidden = 1 and new.hidden = 0 begin
            select saw_output(new.asset_id, new.generation_id);
        end;
        create temp trigger new_record after insert on audit begin
            select saw_audit(new.resource, new.request_id);
        end;
        """;

    public List<(string Task, string Asset, TaskRow? Before, TaskRow After)> Tasks { get; } = [];

    public List<(long Paused, long Running, long? Limit)> Claims { get; } = [];

    public List<(string Asset, string Generation)> Shown { get; } = [];

    public List<(string Task, string Request)> Audits { get; } = [];

    public void Attach(SqliteConnection store)
    {
        store.CreateFunction("saw_task", (object?[] values) => See(Tasks, Change(values)));
        store.CreateFunction(
            "saw_claim",
            (long paused, long running, long? limit) => See(Claims, (paused, running, limit))
        );
        store.CreateFunction("saw_output", (string asset, string bytes) => See(Shown, (asset, bytes)));
        store.CreateFunction("saw_audit", (string task, string request) => See(Audits, (task, request)));
        using var command = store.CreateCommand();
        command.CommandText = Triggers;
        command.ExecuteNonQuery();
    }

    public void Clear()
    {
        Tasks.Clear();
        Claims.Clear();
        Shown.Clear();
        Audits.Clear();
    }

    private static (string, string, TaskRow?, TaskRow) Change(object?[] values)
    {
        var before = TaskRow.Read(values.AsSpan(2, TaskRow.Columns));
        var after = TaskRow.Read(values.AsSpan(2 + TaskRow.Columns, TaskRow.Columns));
        return ((string)values[0]!, (string)values[1]!, before, after!); // a trigger has a row
    }

    private static long See<T>(List<T> list, T what)
    {
        list.Add(what);
        return 0;
    }
}
