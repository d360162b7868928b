using Cutroom.Testing;
using Cutroom.Wire;
using Cutroom.Wire.Identity;

namespace Cutroom.Bench;

/// <summary>The signed cancel call as bytes: what a client pays for its signature is its own affair, and off the clock.</summary>
internal static class SignedCancel
{
    /// <param name="call">The last part of the path.</param>
    public static byte[] Bytes(
        Uri server,
        BootstrapIdentity identity,
        string task,
        DateTimeOffset now,
        string call = "tasks"
    )
    {
        var (path, query) = ($"/v1/{identity.ProjectId}/asset/editing/{call}", $"task_id={task}");
        var headers = new Dictionary<string, string>
        {
            ["host"] = server.Authority,
            ["x-sdk-date"] = WireTime.SignatureDate(now),
        };
        var authorization = RequestSigner.Sign(identity.Ak, identity.Sk, "DELETE", path, query, headers, []);
        return RawHttp.Bytes(
            "DELETE",
            $"{path}?{query}",
            [.. headers.Select(pair => new[] { pair.Key, pair.Value }), ["Authorization", authorization]],
            []
        );
    }
}
