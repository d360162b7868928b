using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;
using Cutroom.Wire.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutroom.Server.Identity;

/// <summary><c>GET /v3/projects</c> and <c>GET /v3/auth/projects</c>: the projects of the caller's account.</summary>
internal static class ListProjects
{
    /// <summary>Times <see cref="MaxPerPage"/> still an int.</summary>
    private const int MaxPage = 100_000;
    private const int MaxPerPage = 5000;

    public static async Task<Ok<ProjectList>> HandleAsync(
        HttpContext context,
        Caller caller,
        QueryValues query,
        Database database
    )
    {
        var name = query.Text("name");
        var enabled = query.Text("enabled");
        if (enabled is not (null or "true" or "false"))
            throw new Refusal(WireError.IllegalParameter, "enabled");
        var page = query.Number("page", ifAbsent: 1, least: 1, most: MaxPage);
        var perPage = query.Number("per_page", ifAbsent: MaxPerPage, least: 1, most: MaxPerPage);
        var all = await database.ReadAsync(
            session => ProjectStore.ListAsync(session, caller.AccountId),
            context.RequestAborted
        );

        Project[] fitting =
        [
            .. all.Where(project =>
                (name is null || project.Name == name) && (enabled is null || (enabled == "true") == project.IsEnabled)
            ),
        ];
        var self = $"{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}";
        return TypedResults.Ok(
            new ProjectList(
                [.. fitting.Skip((page - 1) * perPage).Take(perPage).Select(project => Listed(project, self))],
                new(
                    self,
                    Next: fitting.Length > page * (long)perPage ? PageLink(page + 1) : null,
                    Previous: page > 1 ? PageLink(page - 1) : null
                )
            )
        );

        string PageLink(int number) => $"{self}?page={number}&per_page={perPage}";
    }

    public static ListedProject Listed(Project project, string self) =>
        new(
            project.ProjectId,
            project.Name,
            DomainId: project.AccountId,
            ParentId: project.AccountId,
            project.IsEnabled,
            IsDomain: false,
            project.Description,
            new($"{self}/{project.ProjectId}")
        );
}
