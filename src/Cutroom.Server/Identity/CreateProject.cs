using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Identity;

/// <summary><c>POST /v3/projects</c>: a project in a region that is known here.</summary>
internal static class CreateProject
{
    public static async Task<Created<ProjectAnswer>> HandleAsync(
        HttpContext context,
        Caller caller,
        Database database,
        ServerOptions options,
        Projects projects
    )
    {
        var request = await JsonBody.ReadAsync(context, WireJson.Default.CreateProjectRequest);
        if (request.Project?.Name is not { } name)
            throw new Refusal(WireError.InvalidTokenRequest, "project.name");
        if (request.Project.DomainId is { } domain && domain != caller.AccountId.Value)
            throw new Refusal(WireError.NotFound, "the domain");
        var regions = await Regions.ListAsync(database, options, caller.AccountId, context.RequestAborted);
        if (!regions.Contains(name.Split('_')[0]))
            throw new Refusal(
                WireError.InvalidTokenRequest,
                $"project.name names no region of {string.Join(',', regions)}"
            );

        var project = await projects.AddAsync(
            Author.Of(caller, context),
            caller.AccountId,
            name,
            request.Project.Description ?? "",
            context.RequestAborted
        );
        var self = $"{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}";
        return TypedResults.Created((string?)null, new ProjectAnswer(ListProjects.Listed(project, self)));
    }
}
