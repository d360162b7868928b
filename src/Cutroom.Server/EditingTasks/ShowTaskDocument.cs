using System.Net.Mime;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.EditingTasks;

/// <summary>
/// Gives out what the renderer wrote down about a task: the plan of its latest attempt, and the conformance report of its output. Ours:
/// the vendor has no such calls.
/// </summary>
internal static class ShowTaskDocument
{
    public static Task<ContentHttpResult> HandlePlanAsync(HttpContext context, Caller caller, Database database) =>
        ShowAsync(context, caller, database, documents => documents.Plan, "plan; it has one from its first attempt on");

    public static Task<ContentHttpResult> HandleReportAsync(HttpContext context, Caller caller, Database database) =>
        ShowAsync(context, caller, database, documents => documents.Report, "report; it has one once it has succeeded");

    private static async Task<ContentHttpResult> ShowAsync(
        HttpContext context,
        Caller caller,
        Database database,
        Func<TaskDocuments, string?> choose,
        string missing
    )
    {
        var task = EditingTaskQuery.OfRoute(context);
        // Unknown and another project's are one answer (I15).
        var documents =
            await database.ReadAsync(
                session => EditingTaskDocuments.FindAsync(session, caller.ProjectId, task),
                context.RequestAborted
            ) ?? throw new Refusal(WireError.UnknownResource);
        return choose(documents) is { } text
            ? TypedResults.Text(text, MediaTypeNames.Application.Json)
            : throw new Refusal(WireError.WrongState, $": the task has no {missing}");
    }
}
