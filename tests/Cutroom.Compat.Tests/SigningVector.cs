using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cutroom.Compat.Tests;

/// <summary>A request as it reached a socket, sent by the vendor's own SDK code, with the verdict a verifier must give.</summary>
/// <param name="Headers">Pairs in the order sent.</param>
/// <param name="Expect"><c>base</c>, <c>variant</c> or <c>none</c>.</param>
public sealed record SigningVector(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("method")] string Method,
    [property: JsonPropertyName("target")] string Target,
    [property: JsonPropertyName("headers")] IReadOnlyList<string[]> Headers,
    [property: JsonPropertyName("body_b64")] byte[] Body,
    [property: JsonPropertyName("ak")] string Ak,
    [property: JsonPropertyName("sk")] string Sk,
    [property: JsonPropertyName("expect")] string Expect,
    [property: JsonPropertyName("canonical_request")] string CanonicalRequest
)
{
    public string Header(string name) =>
        Headers.Single(pair => string.Equals(pair[0], name, StringComparison.OrdinalIgnoreCase))[1];

    public override string ToString() => Id;

    /// <param name="set"><c>shared</c>, <c>extra</c> or <c>unverifiable</c>.</param>
    public static IReadOnlyList<SigningVector> Load(string set)
    {
        using var stream = typeof(SigningVector).Assembly.GetManifestResourceStream($"{set}.json");
        return JsonSerializer.Deserialize<VectorFile>(stream!)!.Vectors; // embedded by the project file
    }

    private sealed record VectorFile([property: JsonPropertyName("vectors")] IReadOnlyList<SigningVector> Vectors);
}
