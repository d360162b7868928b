using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;

namespace Cutroom.Server.Identity;

/// <summary>Adding projects and turning them off and on, with the audit record in the same transaction (I24).</summary>
internal sealed class Projects(Database database, KnownVersion? known = null)
{
    private const int MaxDescription = 255;

    /// <exception cref="Refusal">The name is none, or taken.</exception>
    public async Task<Project> AddAsync(
        Author author,
        AccountId account,
        string name,
        string description,
        CancellationToken cancellation
    )
    {
        if (!RegionNames.IsProject(name))
            throw new Refusal(WireError.InvalidTokenRequest, $"'{name}' is no region and no region_sub");
        if (description.Length > MaxDescription)
            throw new Refusal(WireError.InvalidTokenRequest, $"a description has at most {MaxDescription} characters");
        var project = new Project(Ids.New(), account.Value, name, description, Enabled: 1);
        await database.WriteAsync(
            async session =>
            {
                if (!await ProjectStore.AddAsync(session, project.Id, account, name, description))
                    throw new Refusal(WireError.AlreadyThere, $"project {name}");
                await author.AuditAsync(session, "iam:projects:createProject", project.ProjectId, name);
                return true;
            },
            cancellation
        );
        return project;
    }

    public async Task SetEnabledAsync(Author author, Project project, bool enabled, CancellationToken cancellation)
    {
        await database.WriteAsync(
            async session =>
            {
                await ProjectStore.SetEnabledAsync(session, project.Id, enabled);
                var state = enabled ? "enabled" : "disabled";
                await author.AuditAsync(session, "iam:projects:updateProject", project.ProjectId, state);
                return true;
            },
            cancellation
        );
        known?.Distrust();
    }
}
