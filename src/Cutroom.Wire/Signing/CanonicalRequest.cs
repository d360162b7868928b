using System.Text;

namespace Cutroom.Wire.Signing;

/// <summary>The text a signature covers: method, path, query, headers, their names and the payload's hash, a line each.</summary>
public static class CanonicalRequest
{
    /// <param name="path">Raw, as it travels.</param>
    /// <param name="query">Raw, without the question mark.</param>
    /// <param name="headers">Values of a header by its lower-case name, as received.</param>
    /// <param name="payload">Lower-case hex of the body's SHA-256, or the declared text.</param>
    public static string Build(
        string method,
        string path,
        string query,
        IReadOnlyList<string> signedHeaders,
        Func<string, IReadOnlyList<string>> headers,
        string payload,
        CanonicalReading reading
    )
    {
        var text = new StringBuilder(512);
        text.Append(method).Append('\n');
        AppendPath(text, path, reading.Path);
        text.Append('\n');
        AppendQuery(text, query, reading);
        text.Append('\n');
        foreach (var name in signedHeaders)
        {
            var values = headers(name);
            if (values.Count == 1)
                AppendHeader(text, name, values[0]);
            else
                AppendHeaders(text, name, values);
        }

        return text.Append('\n').AppendJoin(';', signedHeaders).Append('\n').Append(payload).ToString();
    }

    /// <summary>Several values of one name: a line each, sorted (.NET SDK).</summary>
    private static void AppendHeaders(StringBuilder text, string name, IReadOnlyList<string> values)
    {
        foreach (var value in values.Select(value => value.Trim(' ', '\t')).Order(StringComparer.Ordinal))
            AppendHeader(text, name, value);
    }

    private static void AppendHeader(StringBuilder text, string name, ReadOnlySpan<char> value) =>
        text.Append(name).Append(':').Append(value.Trim(" \t")).Append('\n');

    private static void AppendPath(StringBuilder text, string path, PathReading reading)
    {
        var length = text.Length;
        if (reading == PathReading.DecodeThenSplit)
        {
            AppendSegments(text, PercentText.Decode(path, plusIsSpace: false));
        }
        else
        {
            foreach (var (position, segment) in path.Split('/').Index())
            {
                if (position > 0)
                    text.Append('/');
                PercentText.AppendEncoded(
                    text,
                    reading == PathReading.NotDecoded
                        ? Encoding.UTF8.GetBytes(segment)
                        : PercentText.Decode(segment, plusIsSpace: false)
                );
            }
        }

        if (text.Length == length || text[^1] != '/')
            text.Append('/');
    }

    private static void AppendSegments(StringBuilder text, ReadOnlySpan<byte> decoded)
    {
        while (decoded.IndexOf((byte)'/') is var slash and >= 0)
        {
            PercentText.AppendEncoded(text, decoded[..slash]);
            text.Append('/');
            decoded = decoded[(slash + 1)..];
        }

        PercentText.AppendEncoded(text, decoded);
    }

    private static void AppendQuery(StringBuilder text, string query, CanonicalReading reading)
    {
        if (query.Length == 0)
            return;
        var pairs = query.Split('&').Select(pair => QueryPair.Parse(pair, reading.PlusIsSpace)).ToList();
        pairs.Sort(reading.SortDecoded ? QueryPair.CompareDecoded : QueryPair.CompareEncoded);
        text.AppendJoin('&', pairs.Select(pair => pair.Encoded));
    }

    private sealed record QueryPair(byte[] Name, byte[] Value, string Encoded)
    {
        public static QueryPair Parse(string pair, bool plusIsSpace)
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = PercentText.Decode(equals < 0 ? pair : pair.AsSpan(0, equals), plusIsSpace);
            var value = equals < 0 ? [] : PercentText.Decode(pair.AsSpan(equals + 1), plusIsSpace);
            var encoded = new StringBuilder();
            PercentText.AppendEncoded(encoded, name);
            encoded.Append('=');
            PercentText.AppendEncoded(encoded, value);
            return new(name, value, encoded.ToString());
        }

        /// <summary>Byte order of UTF-8 is code-point order.</summary>
        public static int CompareDecoded(QueryPair left, QueryPair right) =>
            left.Name.AsSpan().SequenceCompareTo(right.Name) is var order and not 0
                ? order
                : left.Value.AsSpan().SequenceCompareTo(right.Value);

        public static int CompareEncoded(QueryPair left, QueryPair right) =>
            string.CompareOrdinal(left.Encoded, right.Encoded);
    }
}
