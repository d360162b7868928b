using System.Text;

namespace Cutroom.Compat.Tests.Mutations;

/// <summary>A request as the bytes of its parts.</summary>
/// <param name="Headers">Pairs in the order sent.</param>
internal sealed record SentRequest(string Method, string Target, IReadOnlyList<string[]> Headers, byte[] Body)
{
    /// <summary>The length is left to whoever sends it: a body that changes brings another.</summary>
    public static SentRequest Of(SigningVector vector) =>
        new SentRequest(vector.Method, vector.Target, vector.Headers, vector.Body).Without("Content-Length");

    public string Path => Target.Split('?', 2)[0];

    public string Query => Target.Split('?', 2) is [_, var query] ? query : "";

    /// <returns>Null where the header is not there exactly once.</returns>
    public string? Header(string name) =>
        Headers.Where(pair => pair[0].Equals(name, StringComparison.OrdinalIgnoreCase)).ToList() is [var only]
            ? only[1]
            : null;

    public IReadOnlyList<string> SignedHeaders =>
        (Header("Authorization") ?? "").Split("SignedHeaders=") is [_, var rest] ? rest.Split(',')[0].Split(';') : [];

    public SentRequest With(string header, Func<string, string> change) =>
        this with
        {
            Headers =
            [
                .. Headers.Select(pair =>
                    pair[0].Equals(header, StringComparison.OrdinalIgnoreCase) ? [pair[0], change(pair[1])] : pair
                ),
            ],
        };

    public SentRequest Without(string header) =>
        this with
        {
            Headers = [.. Headers.Where(pair => !pair[0].Equals(header, StringComparison.OrdinalIgnoreCase))],
        };

    public SentRequest Plus(string header, string value) => this with { Headers = [.. Headers, [header, value]] };

    /// <summary>
    /// What the request says, so that another spelling of the same request is not taken for another request: <c>%2f</c> for
    /// <c>%2F</c>, a slash at the end, the order of the query, spaces around a header's value. Written without the code under test.
    /// </summary>
    public string Meaning()
    {
        var text = new StringBuilder(Method);
        text.Append(' ').Append(Uri.UnescapeDataString(Path).TrimEnd('/'));
        foreach (
            var pair in Query.Split('&').Select(pair => pair.Replace('+', ' ').Split('=', 2)).Select(Decoded).Order()
        )
            text.Append('\n').Append(pair);
        foreach (var name in SignedHeaders)
        {
            var values = Headers.Where(pair => pair[0].Equals(name, StringComparison.OrdinalIgnoreCase));
            text.Append('\n').Append(name).AppendJoin('|', values.Select(pair => pair[1].Trim()).Order());
        }

        text.Append('\n').Append(Header("Authorization")?.Replace(" ", "", StringComparison.Ordinal));
        if (Header("X-Sdk-Content-Sha256") != "UNSIGNED-PAYLOAD")
            text.Append('\n').Append(Convert.ToHexString(Body));
        return text.ToString();
    }

    private static string Decoded(string[] pair) =>
        Uri.UnescapeDataString(pair[0]) + "=" + (pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "");
}
