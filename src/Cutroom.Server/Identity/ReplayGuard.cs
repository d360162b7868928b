using Cutroom.Server.Hosting;
using Cutroom.Server.Storage;
using Cutroom.Wire;

namespace Cutroom.Server.Identity;

/// <summary>
/// Where the operator asks for it, accepts each signature of a change once, on all nodes together. Off by default: the documented
/// scheme has no such thing, and a client that sends the same bytes again after a broken connection is refused.
/// </summary>
internal sealed class ReplayGuard(Database database, ServerOptions options, TimeProvider time)
{
    /// <summary>Reads may be repeated: whoever replays one learns what the caller learned.</summary>
    /// <param name="until">When the date of the signature is no longer accepted.</param>
    /// <exception cref="Refusal">401 the second time.</exception>
    public async Task CheckAsync(HttpContext context, string signature, DateTimeOffset until)
    {
        var method = context.Request.Method;
        if (!options.RefuseReplays || HttpMethods.IsGet(method) || HttpMethods.IsHead(method))
            return;
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var isFirst = await database.WriteAsync(
            session => TryAddAsync(session, signature, now, until.ToUnixTimeMilliseconds()),
            context.RequestAborted
        );
        if (!isFirst)
            throw new Refusal(WireError.WrongCredentials, "this signature was used already");
    }

    /// <summary>The primary key lets one of two requests through; index on expires_ms.</summary>
    private static async Task<bool> TryAddAsync(DbSession session, string signature, long nowMs, long untilMs)
    {
        await session.ExecuteAsync("delete from used_signatures where expires_ms < @nowMs", new { nowMs });
        return await session.ExecuteAsync(
                """
                insert into used_signatures (signature, expires_ms) values (@signature, @untilMs)
                on conflict (signature) do nothing
                """,
                new { signature, untilMs }
            ) == 1;
    }
}
