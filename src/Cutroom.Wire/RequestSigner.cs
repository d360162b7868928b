using System.Security.Cryptography;
using System.Text;
using Cutroom.Wire.Signing;

namespace Cutroom.Wire;

/// <summary>AK/SK signatures: the CLI signs with it, the server checks with it.</summary>
public static class RequestSigner
{
    public const string DateHeader = "X-Sdk-Date";
    public const string PayloadHeader = "X-Sdk-Content-Sha256";

    /// <summary>Value of <see cref="PayloadHeader"/> that leaves the body free.</summary>
    public const string UnsignedPayload = "UNSIGNED-PAYLOAD";

    private static readonly string HashOfNothing = HashOf([]);

    /// <param name="headers">What is to be signed, by lower-case name; must hold <c>x-sdk-date</c>.</param>
    /// <param name="path">Raw, as it will travel.</param>
    /// <param name="query">Raw, without the question mark.</param>
    /// <returns>The value of <c>Authorization</c>.</returns>
    public static string Sign(
        string ak,
        string sk,
        string method,
        string path,
        string query,
        IReadOnlyDictionary<string, string> headers,
        ReadOnlySpan<byte> body
    )
    {
        string[] names = [.. headers.Keys.Order(StringComparer.Ordinal)];
        var payload = headers.GetValueOrDefault(PayloadHeader.ToLowerInvariant()) ?? PayloadHash(body);
        var canonical = CanonicalRequest.Build(
            method,
            path,
            query,
            names,
            name => [headers[name]],
            payload,
            CanonicalReading.Published
        );
        var signature = Signature(Encoding.UTF8.GetBytes(sk), headers["x-sdk-date"], canonical);
        return new SignatureHeader(ak, null, names, Convert.ToHexStringLower(signature)).ToString();
    }

    /// <returns>Lower-case hex of the SHA-256 of the body.</returns>
    public static string PayloadHash(ReadOnlySpan<byte> body) => body.IsEmpty ? HashOfNothing : HashOf(body);

    /// <summary>The plain kind: the key is the SK itself.</summary>
    public static byte[] Signature(ReadOnlySpan<byte> sk, string date, string canonicalRequest) =>
        HMACSHA256.HashData(sk, TextToSign([SignatureHeader.Plain, date], canonicalRequest));

    /// <summary>The derived kind: the key is the hex text of HKDF(SK, salt AK, info scope).</summary>
    /// <param name="scope"><c>yyyyMMdd/region/service</c>.</param>
    public static byte[] DerivedSignature(
        string ak,
        ReadOnlySpan<byte> sk,
        string scope,
        string date,
        string canonicalRequest
    )
    {
        var key = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, sk, key, Encoding.UTF8.GetBytes(ak), Encoding.UTF8.GetBytes(scope));
        return HMACSHA256.HashData(
            Encoding.ASCII.GetBytes(Convert.ToHexStringLower(key)),
            TextToSign([SignatureHeader.Derived, date, scope], canonicalRequest)
        );
    }

    private static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] TextToSign(string[] lines, string canonicalRequest) =>
        Encoding.UTF8.GetBytes(string.Join('\n', [.. lines, PayloadHash(Encoding.UTF8.GetBytes(canonicalRequest))]));
}
