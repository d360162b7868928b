using Cutroom.Server.Storage;

namespace Cutroom.Server.Identity;

/// <summary>
/// A verified caller. Only the gate's verifiers make one, from the very credential they checked (I16); handlers receive it as a
/// parameter and can get it from nowhere else.
/// </summary>
internal sealed class Caller
{
    internal Caller(AccountId accountId, string accountName, ProjectId projectId, UserId userId, string userName)
    {
        AccountId = accountId;
        AccountName = accountName;
        ProjectId = projectId;
        UserId = userId;
        UserName = userName;
    }

    public AccountId AccountId { get; }

    public string AccountName { get; }

    /// <summary>The project in the path, checked to be the caller's. Empty on calls that name no project.</summary>
    public ProjectId ProjectId { get; }

    /// <summary>The project its token is bound to, empty for the account; null for access keys, which reach every project.</summary>
    public ProjectId? Scope { get; init; }

    /// <summary>Whether a temporary key signed.</summary>
    public bool IsTemporary { get; init; }

    public UserId UserId { get; }

    public string UserName { get; }

    /// <summary>Called by the framework for a handler's parameter, after the gate has run.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => new(context.Features.Get<Caller>());
}
