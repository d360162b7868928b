using Cutroom.Server.Storage;

namespace Cutroom.Server.Identity;

/// <summary>Who makes a change, for its audit record (I24).</summary>
/// <param name="RequestId">Empty for the operator's verbs.</param>
internal sealed record Actor(UserId User, string RequestId)
{
    /// <summary>Somebody with a shell on the machine.</summary>
    public static readonly Actor Operator = new(new($"operator:{Environment.UserName}"), "");

    public static Actor Of(Caller caller, HttpContext context) => new(caller.UserId, context.TraceIdentifier);

    /// <summary>Called inside the transaction of the change. Changes of the directory belong to no project.</summary>
    public Task AuditAsync(DbSession session, string action, string resource, string? detail = null) =>
        AuditLog.WriteAsync(session, new(""), User, action, resource, RequestId, detail);
}
