using Cutroom.Server.Identity;
using Cutroom.Server.Storage;

namespace Cutroom.Server.Access;

/// <summary>Who is to hold a policy, by name. Exactly one of the two is there.</summary>
internal sealed record PolicyHolder(string? UserName, string? GroupName)
{
    /// <exception cref="FormatException">Both or neither is named.</exception>
    public static PolicyHolder Of(string? user, string? group) =>
        user is null == group is null ? throw new FormatException("Name either --user or --group.") : new(user, group);

    /// <exception cref="InvalidOperationException">The account has none of that name.</exception>
    public async Task<(UserId? User, GroupId? Group)> ResolveAsync(DbSession session, AccountId account)
    {
        if (UserName is { } user)
            return (await UserStore.FindByNameAsync(session, account, user))?.Id is { } id
                ? (id, null)
                : throw new InvalidOperationException($"There is no user {user}.");
        return (await GroupStore.FindByNameAsync(session, account, GroupName!))?.Id is { } found // the other is there
            ? (null, found)
            : throw new InvalidOperationException($"There is no group {GroupName}.");
    }

    public override string ToString() => UserName is null ? $"group {GroupName}" : $"user {UserName}";
}

/// <summary>Where a grant counts: everywhere, in one project, or for the calls that name no project.</summary>
/// <param name="Project">Name or id; null unless one project is meant.</param>
internal sealed record GrantScope(string? Project, bool IsGlobal)
{
    public static readonly GrantScope Everywhere = new(null, false);

    /// <exception cref="FormatException">Both are given.</exception>
    public static GrantScope Of(string? project, bool isGlobal) =>
        project is not null && isGlobal
            ? throw new FormatException("Give either --project or --global.")
            : new(project, isGlobal);

    /// <returns>What a grant keeps.</returns>
    /// <exception cref="InvalidOperationException">The account has no such project.</exception>
    public async Task<string> ResolveAsync(DbSession session, AccountId account)
    {
        if (Project is null)
            return IsGlobal ? Grant.Global : "";
        return (await FindProjectAsync(session, account, Project)).ProjectId;
    }

    /// <exception cref="InvalidOperationException">The account has no such project.</exception>
    public static async Task<Project> FindProjectAsync(DbSession session, AccountId account, string nameOrId) =>
        (await ProjectStore.ListAsync(session, account)).FirstOrDefault(one =>
            one.Name == nameOrId || one.ProjectId == nameOrId
        ) ?? throw new InvalidOperationException($"There is no project {nameOrId}.");

    public override string ToString() =>
        Project is not null ? $" in {Project}"
        : IsGlobal ? " globally"
        : "";
}
