using Cutroom.Server.Storage;

namespace Cutroom.Server.Identity;

/// <summary>Who makes a change, for its audit record (I24).</summary>
/// <param name="RequestId">Empty for the operator's verbs.</param>
internal sealed record Author(UserId User, string RequestId)
{
    /// <summary>Somebody with a shell on the machine.</summary>
    public static readonly Author Operator = new(new($"operator:{Environment.UserName}"), "");

    public static Author Of(Caller caller, HttpContext context) => new(caller.UserId, context.TraceIdentifier);

    /// <summary>Called inside the transaction of the change. Changes of the directory belong to no project.</summary>
    public Task AuditAsync(DbSession session, string action, string resource, string? detail = null) =>
        AuditLog.WriteAsync(session, new(""), User, action, resource, RequestId, detail);
}
