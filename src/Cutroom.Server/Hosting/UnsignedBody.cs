using Cutroom.Wire;

namespace Cutroom.Server.Hosting;

/// <summary>Which bodies a signature may leave free.</summary>
internal enum UnsignedPayload
{
    Never,
    NotJson,
    Always,
}

/// <summary>
/// A body that its signature does not cover, declared <c>UNSIGNED-PAYLOAD</c>. The SDKs do so for whatever is not JSON; by default JSON
/// must be signed, whatever the content type says it is.
/// </summary>
internal sealed record UnsignedBody(bool MayBeJson)
{
    public static UnsignedPayload PolicyOf(string? text) =>
        text switch
        {
            null or "" or "not-json" => UnsignedPayload.NotJson,
            "never" => UnsignedPayload.Never,
            "always" => UnsignedPayload.Always,
            _ => throw new FormatException($"CUTROOM_UNSIGNED_PAYLOAD takes never, not-json or always, not '{text}'."),
        };

    /// <summary>Called by the verifier of signatures, and leaves word for whoever reads the body.</summary>
    /// <exception cref="Refusal">401 where the policy wants the body signed.</exception>
    public static void Accept(HttpContext context, UnsignedPayload policy)
    {
        if (
            policy == UnsignedPayload.Never
            || (policy == UnsignedPayload.NotJson && IsJson(context.Request.ContentType))
        )
            throw NotSigned();
        context.Features.Set(new UnsignedBody(policy == UnsignedPayload.Always));
    }

    /// <summary>Called by whoever reads JSON: the content type alone could have been changed on the way.</summary>
    /// <exception cref="Refusal">401 for a body that is not signed and must be.</exception>
    public static void RefuseJson(HttpContext context)
    {
        if (context.Features.Get<UnsignedBody>() is { MayBeJson: false })
            throw NotSigned();
    }

    /// <summary>A body without a type is read as JSON here, so it counts as such.</summary>
    private static bool IsJson(string? contentType) =>
        contentType?.Split(';')[0].Trim().ToLowerInvariant() is not { Length: > 0 } type
        || type.EndsWith("/json", StringComparison.Ordinal)
        || type.EndsWith("+json", StringComparison.Ordinal);

    private static Refusal NotSigned() => new(WireError.WrongCredentials, "the body of this call must be signed");
}
