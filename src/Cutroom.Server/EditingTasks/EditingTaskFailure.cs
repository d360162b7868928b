namespace Cutroom.Server.EditingTasks;

/// <summary>Why a task failed, as its caller is told.</summary>
/// <param name="Code">Of the error table.</param>
/// <param name="Message">Names the thing, the value and the limit; no path, no stack.</param>
internal sealed record EditingTaskFailure(string Code, string Message);
