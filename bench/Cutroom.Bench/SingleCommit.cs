using Cutroom.Server.Access;
using Cutroom.Server.EditingTasks;
using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Bench;

/// <summary>
/// A cancel that shares nothing: the same gate and the very same operation, but made anew for each request, so that each is a group of
/// its own. On a server whose writer takes one write at a time it is a flushed commit for each request.
/// </summary>
internal static class SingleCommit
{
    public const string Route = "single";

    public static void Map(WebApplication app) =>
        app.MapDelete($"/v1/{{project_id}}/asset/editing/{Route}", HandleAsync)
            .Requires(Permissions.DeleteEditTask)
            .FailsWith(400);

    private static Task<NoContent> HandleAsync(
        HttpContext context,
        QueryValues query,
        Caller caller,
        Database database
    ) => CancelEditingTask.HandleAsync(context, query, caller, new CancelEditingTask(database));
}
