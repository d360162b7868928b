using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.EditingTasks;

namespace Cutroom.Server.EditingTasks;

/// <summary>How calls name tasks: each id one text that could be an id.</summary>
internal static class EditingTaskQuery
{
    private const string Name = "task_id";
    private const string ListName = "task_ids";
    private const int MaxIds = 100;

    /// <summary>A list of ids, or the parameter twice, is refused.</summary>
    public static TaskId TaskId(QueryValues query) => Of(query.RequiredText(Name), Name);

    /// <summary>Null where the parameter is absent or empty.</summary>
    public static TaskId? OptionalTaskId(QueryValues query) =>
        query.Text(Name) is { Length: > 0 } text ? Of(text, Name) : null;

    /// <summary>Of a call on many; an id named twice is answered twice.</summary>
    public static IReadOnlyList<TaskId> TaskIds(EditingTaskIds body)
    {
        if (body.TaskIds is not { Count: > 0 } ids)
            throw new Refusal(WireError.IllegalParameter, ListName);
        if (ids.Count > MaxIds)
            throw new Refusal(WireError.IllegalParameter, $"{ListName} ({ids.Count} ids, at most {MaxIds})");
        return [.. ids.Select((id, index) => Of(id ?? "", $"{ListName}[{index}]"))];
    }

    /// <param name="done">The status of those without a refusal.</param>
    public static EditingTaskResults ResultsOf(
        IEnumerable<(TaskId Task, Refusal? Refusal)> answers,
        EditingTaskStatus done
    ) =>
        new([
            .. answers.Select(answer => new EditingTaskResult
            {
                TaskId = answer.Task.Value,
                Status = answer.Refusal is null ? done.ToWire() : null,
                ErrorCode = answer.Refusal?.Error.Code,
                ErrorMessage = answer.Refusal?.Message,
            }),
        ]);

    /// <summary>The one in the path, read alike.</summary>
    public static TaskId OfRoute(HttpContext context) => Of(context.Request.RouteValues[Name] as string ?? "", Name);

    private static TaskId Of(string text, string name) =>
        Ids.IsPlausible(text) ? new(text) : throw new Refusal(WireError.IllegalParameter, name);
}
