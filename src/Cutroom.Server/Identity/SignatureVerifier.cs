using System.Security.Cryptography;
using System.Text;
using Cutroom.Server.Hosting;
using Cutroom.Wire;
using Cutroom.Wire.Signing;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Cutroom.Server.Identity;

/// <summary>
/// Verifies AK/SK signatures over the bytes that were received: raw target, headers as sent, the real body (I17).
/// </summary>
internal sealed class SignatureVerifier(
    IdentityDirectory directory,
    ReplayGuard replays,
    AccessKeyUse use,
    ServerOptions options,
    TimeProvider time
)
{
    public static readonly TimeSpan AcceptedSkew = TimeSpan.FromMinutes(15);

    /// <summary>Headers that change what a request means: at most once, and signed if they are there.</summary>
    private static readonly string[] MeaningHeaders =
    [
        "x-sdk-date",
        "x-sdk-content-sha256",
        "x-project-id",
        "x-domain-id",
        "x-security-token",
    ];

    /// <summary>Signs for keys that do not exist, so that they take as long to refuse.</summary>
    private static readonly byte[] NobodysSecret = RandomNumberGenerator.GetBytes(40);

    // Source: API signing guide, locked keys: more than five consecutive failures, five minutes.
    private readonly FailureLimiter limiter = new(time, 6, TimeSpan.FromHours(1), TimeSpan.FromMinutes(5));

    /// <exception cref="Refusal">401 with the reason.</exception>
    public async Task<VerifiedSignature> VerifyAsync(HttpContext context, string authorization)
    {
        var headers = context.Request.Headers;
        if (!SignatureHeader.TryParse(authorization, out var signature))
            throw Wrong("the Authorization header is malformed");
        CheckHeaders(headers, signature);
        var signed = CheckDate(headers[RequestSigner.DateHeader].ToString(), signature);
        var address = context.Connection.RemoteIpAddress;
        if (limiter.IsLocked(signature.Ak, address))
            throw new Refusal(WireError.AccessKeyLocked);

        var payloads = await ReadPayloadAsync(context);
        var key = await directory.FindKeyAsync(signature.Ak, context.RequestAborted);
        var reading = FindReading(context, signature, payloads, key is null ? NobodysSecret : key.Secret);
        if (key is null)
            throw new Refusal(WireError.UnknownAccessKey, signature.Ak);
        if (reading is null)
        {
            limiter.Failed(signature.Ak, address);
            var canonical = Canonical(context, signature, payloads[0], CanonicalReading.Published);
            throw new Refusal(WireError.WrongSignature, canonical.Replace('\n', '|'));
        }

        limiter.Succeeded(signature.Ak, address);
        if (key.Temporary is { } terms)
            CheckSecurityToken(headers["X-Security-Token"], terms);
        else
            use.Note(signature.Ak);
        await replays.CheckAsync(context, signature.Signature, signed + AcceptedSkew);
        var principal =
            await directory.FindPrincipalAsync(key.User, context.RequestAborted)
            ?? throw new Refusal(WireError.UnknownAccessKey, signature.Ak);
        return new(principal, reading, key.Temporary);
    }

    /// <summary>That the header is signed was checked with the other headers that change the meaning.</summary>
    private void CheckSecurityToken(StringValues given, TemporaryKeyTerms terms)
    {
        var hash = given is [{ Length: > 0 } text] ? Secrets.TokenHash(text) : "";
        if (
            !CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(hash),
                Encoding.ASCII.GetBytes(terms.TokenHash)
            )
        )
            throw Wrong("the security token is not the one of this temporary key");
        if (terms.ExpiresMs <= time.GetUtcNow().ToUnixTimeMilliseconds())
            throw new Refusal(
                WireError.ExpiredToken,
                WireTime.Microseconds(DateTimeOffset.FromUnixTimeMilliseconds(terms.ExpiresMs))
            );
    }

    private static void CheckHeaders(IHeaderDictionary headers, SignatureHeader signature)
    {
        if (headers.Host.Count != 1)
            throw Wrong("Host must be there once");
        if (!signature.SignedHeaders.Contains("x-sdk-date"))
            throw Wrong("X-Sdk-Date must be signed");
        foreach (var name in MeaningHeaders)
        {
            if (headers[name].Count > 1)
                throw Wrong($"{name} is there more than once");
            if (headers.ContainsKey(name) && !signature.SignedHeaders.Contains(name))
                throw Wrong($"{name} is there but not signed");
        }

        if (signature.SignedHeaders.FirstOrDefault(name => !headers.ContainsKey(name)) is { } missing)
            throw Wrong($"the signed header {missing} is missing");
    }

    /// <returns>When it was signed.</returns>
    private DateTimeOffset CheckDate(string date, SignatureHeader signature)
    {
        var now = time.GetUtcNow();
        if (!WireTime.TryParseSignatureDate(date, out var signed))
            throw Wrong($"X-Sdk-Date '{date}' is not of the form yyyyMMddTHHmmssZ");
        if ((now - signed).Duration() > AcceptedSkew)
            throw Wrong(
                $"X-Sdk-Date {date} differs by more than 15 minutes from the server's time {WireTime.SignatureDate(now)}"
            );
        if (signature.Scope is { } scope && !scope.StartsWith(date[..8] + "/", StringComparison.Ordinal))
            throw Wrong("the date in the credential differs from X-Sdk-Date");
        return signed;
    }

    /// <returns>
    /// What the last line of the canonical request may be, the published reading first. A declared hash must be the body's.
    /// </returns>
    private async Task<string[]> ReadPayloadAsync(HttpContext context)
    {
        var declared = context.Request.Headers[RequestSigner.PayloadHeader];
        if (declared == RequestSigner.UnsignedPayload)
        {
            // The Python SDK declares an empty body unsigned but signs its hash.
            if (!context.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody)
                return [RequestSigner.UnsignedPayload, RequestSigner.PayloadHash([])];
            UnsignedBody.Accept(context, options.UnsignedPayload);
            return [RequestSigner.UnsignedPayload];
        }

        var hash = RequestSigner.PayloadHash((await BufferedBody.ReadAsync(context)).Span);
        if (declared.Count > 0 && declared != hash)
            throw Wrong($"{RequestSigner.PayloadHeader} is not the hash of the body");
        return [hash];
    }

    private static CanonicalReading? FindReading(
        HttpContext context,
        SignatureHeader signature,
        string[] payloads,
        ReadOnlySpan<byte> secret
    )
    {
        var given = Convert.FromHexString(signature.Signature);
        var date = context.Request.Headers[RequestSigner.DateHeader].ToString();
        HashSet<string>? tried = null; // the first reading is nearly always the right one
        foreach (var payload in payloads)
        {
            foreach (var reading in CanonicalReading.All)
            {
                var canonical = Canonical(context, signature, payload, reading);
                if (tried?.Add(canonical) == false)
                    continue;
                var expected = signature.Scope is { } scope
                    ? RequestSigner.DerivedSignature(signature.Ak, secret, scope, date, canonical)
                    : RequestSigner.Signature(secret, date, canonical);
                if (CryptographicOperations.FixedTimeEquals(expected, given))
                    return reading;
                tried ??= [canonical];
            }
        }

        return null;
    }

    private static string Canonical(
        HttpContext context,
        SignatureHeader signature,
        string payload,
        CanonicalReading reading
    )
    {
        var target = RequestTarget.Of(context);
        return CanonicalRequest.Build(
            context.Request.Method,
            target.Path,
            target.Query,
            signature.SignedHeaders,
            name => context.Request.Headers[name].ToArray()!, // a header that is there has texts
            payload,
            reading
        );
    }

    private static Refusal Wrong(string reason) => new(WireError.WrongCredentials, reason);
}

/// <summary>Who signed, the reading under which the signature is right, and the terms of a temporary key.</summary>
internal sealed record VerifiedSignature(Principal Principal, CanonicalReading Reading, TemporaryKeyTerms? Temporary);
