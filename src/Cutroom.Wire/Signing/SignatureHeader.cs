using System.Diagnostics.CodeAnalysis;

namespace Cutroom.Wire.Signing;

/// <summary>The parts of an <c>Authorization</c> header that carries a signature.</summary>
/// <param name="Ak">The access key's public half.</param>
/// <param name="Scope"><c>yyyyMMdd/region/service</c> of a derived signature, null for the plain kind.</param>
/// <param name="SignedHeaders">Lower-case names in code-point order, each once.</param>
/// <param name="Signature">64 lower-case hex digits.</param>
public sealed record SignatureHeader(string Ak, string? Scope, IReadOnlyList<string> SignedHeaders, string Signature)
{
    public const string Plain = "SDK-HMAC-SHA256";
    public const string Derived = "V11-HMAC-SHA256";

    private const int MaxSignedHeaders = 64;

    public string Algorithm => Scope is null ? Plain : Derived;

    /// <summary>True when the header names an algorithm that is verified here, however the rest looks.</summary>
    public static bool NamesKnownAlgorithm(string authorization) => authorization.Split(' ', 2)[0] is Plain or Derived;

    /// <summary>Spaces around the parts are optional; their order, names and forms are not.</summary>
    public static bool TryParse(string authorization, [NotNullWhen(true)] out SignatureHeader? header)
    {
        header = null;
        if (authorization.Split(' ', 2) is not [Plain or Derived, var rest])
            return false;
        var derived = authorization.StartsWith(Derived, StringComparison.Ordinal);
        var parts = rest.Split(',');
        if (
            parts.Length != 3
            || !TryTake(parts[0], derived ? "Credential=" : "Access=", out var credential)
            || !TryTake(parts[1], "SignedHeaders=", out var names)
            || !TryTake(parts[2], "Signature=", out var signature)
        )
            return false;

        var (ak, scope) = derived ? SplitCredential(credential) : (credential, null);
        var signedHeaders = names.Split(';');
        if (ak.Length == 0 || (derived && scope is null) || !AreInOrder(signedHeaders) || !IsSignature(signature))
            return false;
        header = new(ak, scope, signedHeaders, signature);
        return true;
    }

    public override string ToString() =>
        $"{Algorithm} {(Scope is null ? $"Access={Ak}" : $"Credential={Ak}/{Scope}")}, "
        + $"SignedHeaders={string.Join(';', SignedHeaders)}, Signature={Signature}";

    private static bool TryTake(string part, string name, out string value)
    {
        var trimmed = part.Trim(' ');
        var found = trimmed.StartsWith(name, StringComparison.Ordinal);
        value = found ? trimmed[name.Length..] : "";
        return found;
    }

    private static (string Ak, string? Scope) SplitCredential(string credential)
    {
        var slash = credential.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && credential.Count(letter => letter == '/') == 3
            ? (credential[..slash], credential[(slash + 1)..])
            : ("", null);
    }

    private static bool AreInOrder(string[] names) =>
        names.Length <= MaxSignedHeaders
        && names.All(name => name.Length > 0 && !name.Any(char.IsAsciiLetterUpper))
        && names.Zip(names.Skip(1)).All(pair => string.CompareOrdinal(pair.First, pair.Second) < 0);

    private static bool IsSignature(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}
