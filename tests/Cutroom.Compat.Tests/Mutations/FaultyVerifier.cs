using System.Text;
using Cutroom.Wire;
using Cutroom.Wire.Signing;

namespace Cutroom.Compat.Tests.Mutations;

/// <summary>What a verifier forgets to look at.</summary>
public enum Fault
{
    Nothing,
    Method,
    Path,
    Query,
    HeaderValues,
    Body,
    EndOfSignature,
}

/// <summary>A verifier with a planted fault, to show that the mutation check would notice.</summary>
internal static class FaultyVerifier
{
    public static bool Accepts(SentRequest original, SentRequest request, string sk, Fault fault)
    {
        if (
            !SignatureHeader.TryParse(request.Header("Authorization") ?? "", out var header) || header.Scope is not null
        )
            return false;
        if (header.Ak != (SignatureHeader.TryParse(original.Header("Authorization")!, out var first) ? first.Ak : ""))
            return false;
        if (header.SignedHeaders.Any(name => request.Header(name) is null))
            return false;

        var body = fault == Fault.Body ? original.Body : request.Body;
        var headers = fault == Fault.HeaderValues ? original : request;
        var canonical = CanonicalRequest.Build(
            fault == Fault.Method ? original.Method : request.Method,
            fault == Fault.Path ? original.Path : request.Path,
            fault == Fault.Query ? original.Query : request.Query,
            header.SignedHeaders,
            name => [headers.Header(name) ?? ""],
            request.Header("X-Sdk-Content-Sha256") ?? RequestSigner.PayloadHash(body),
            CanonicalReading.Published
        );
        var expected = Convert.ToHexStringLower(
            RequestSigner.Signature(Encoding.UTF8.GetBytes(sk), headers.Header("X-Sdk-Date") ?? "", canonical)
        );
        var compared = fault == Fault.EndOfSignature ? 60 : 64;
        return header.Signature[..compared] == expected[..compared];
    }
}
