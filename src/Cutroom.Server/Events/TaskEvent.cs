using System.Text.Json;
using Cutroom.Server.EditingTasks;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Events;

namespace Cutroom.Server.Events;

/// <summary>The end of a task, told once. A task has no other events, so their order per task needs no care.</summary>
internal sealed record TaskEvent(ProjectId ProjectId, TaskId TaskId, string Type, string Body)
{
    /// <summary>As the vendor sends it: the task succeeded or failed.</summary>
    public const string Complete = "editComplete";

    /// <summary>Ours, for those who ask for it: the vendor says nothing of a cancelled task.</summary>
    public const string Cancel = "editCancel";

    public static TaskEvent Succeeded(ProjectId project, TaskId task, AssetId output) =>
        Of(Complete, project, task, output, EditingTaskStatus.Succeeded, null);

    public static TaskEvent Failed(ProjectId project, TaskId task, AssetId output, EditingTaskFailure failure) =>
        Of(Complete, project, task, output, EditingTaskStatus.Failed, failure);

    public static TaskEvent Cancelled(ProjectId project, TaskId task, AssetId output) =>
        Of(Cancel, project, task, output, EditingTaskStatus.Cancelled, null);

    private static TaskEvent Of(
        string type,
        ProjectId project,
        TaskId task,
        AssetId output,
        EditingTaskStatus status,
        EditingTaskFailure? failure
    )
    {
        var info = new EditEventInfo
        {
            Status = status.ToWire(),
            ProjectId = project.Value,
            AssetId = output.Value,
            TaskId = task.Value,
            ErrorCode = failure?.Code,
            ErrorMessage = failure?.Message,
        };
        return new(
            project,
            task,
            type,
            JsonSerializer.Serialize(new EditEvent(type, info), WireJson.Default.EditEvent)
        );
    }
}
