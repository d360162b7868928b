using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;

namespace Cutroom.Server.EditingTasks;

/// <summary>How list and cancel read <c>task_id</c>: one text that could be an id. A list of ids, or the parameter twice, is refused.</summary>
internal static class EditingTaskQuery
{
    private const string Name = "task_id";

    public static TaskId TaskId(QueryValues query) => Of(query.RequiredText(Name));

    /// <summary>Null where the parameter is absent or empty.</summary>
    public static TaskId? OptionalTaskId(QueryValues query) =>
        query.Text(Name) is { Length: > 0 } text ? Of(text) : null;

    private static TaskId Of(string text) =>
        Ids.IsPlausible(text) ? new(text) : throw new Refusal(WireError.IllegalParameter, Name);
}
