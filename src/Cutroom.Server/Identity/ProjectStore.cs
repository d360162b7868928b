using Cutroom.Server.Storage;

namespace Cutroom.Server.Identity;

/// <summary>The region-scoped container every call names. Its name is a region id or <c>region_sub</c>.</summary>
internal sealed record Project(string ProjectId, string AccountId, string Name, string Description, long Enabled)
{
    public ProjectId Id => new(ProjectId);

    /// <summary>The part of the name that says where it is.</summary>
    public string Region => Name.Split('_')[0];

    public bool IsEnabled => Enabled == 1;
}

internal static class ProjectStore
{
    private const string Columns = "project_id, account_id, name, description, enabled";

    /// <summary>Called by the bootstrap. Primary key and unique (account, name) stand against two writers.</summary>
    /// <returns>False where the account has a project of this name: nothing was changed.</returns>
    public static async Task<bool> AddAsync(
        DbSession session,
        ProjectId id,
        AccountId account,
        string name,
        string description = ""
    ) =>
        await session.ExecuteAsync(
            $"""
            insert into projects (project_id, account_id, name, description, enabled, created_ms)
            values (@id, @account, @name, @description, 1, {session.Dialect.NowMs})
            on conflict (account_id, name) do nothing
            """,
            new
            {
                id = id.Value,
                account = account.Value,
                name,
                description,
            }
        ) == 1;

    /// <summary>Called by the operator; a project that is off answers nobody (APIGW.0310).</summary>
    public static async Task SetEnabledAsync(DbSession session, ProjectId id, bool enabled)
    {
        await session.ExecuteAsync(
            "update projects set enabled = @enabled where project_id = @id",
            new { id = id.Value, enabled = enabled ? 1 : 0 }
        );
        await DirectoryVersion.RaiseAsync(session);
    }

    /// <summary>Called by the gate for the project of a path; primary key.</summary>
    public static Task<Project?> FindAsync(DbSession session, ProjectId id) =>
        session.SingleAsync<Project>($"select {Columns} from projects where project_id = @id", new { id = id.Value });

    /// <summary>Called by logins and project look-ups; uses the unique index (account_id, name).</summary>
    public static Task<IReadOnlyList<Project>> ListAsync(DbSession session, AccountId account) =>
        session.ListAsync<Project>(
            $"select {Columns} from projects where account_id = @account order by name",
            new { account = account.Value }
        );

    /// <summary>Called by sweeps that work project by project.</summary>
    public static async Task<IReadOnlyList<ProjectId>> ListIdsAsync(DbSession session) =>
        [.. (await session.ListAsync<string>("select project_id from projects")).Select(id => new ProjectId(id))];
}
