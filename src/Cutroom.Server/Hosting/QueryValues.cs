using System.Globalization;
using System.Text;
using Cutroom.Wire;

namespace Cutroom.Server.Hosting;

/// <summary>
/// The query's parameters, decoded once from the raw target. What is repeated, malformed or out of range is refused with
/// VOD.10053 naming the parameter. A handler takes it as a parameter.
/// </summary>
internal sealed class QueryValues
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly List<(string Name, byte[] Value)> pairs = [];

    private QueryValues(string query, bool plusIsSpace)
    {
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? pair : pair[..equals];
            var value = equals < 0 ? "" : pair[(equals + 1)..];
            var decodedName = Encoding.UTF8.GetString(PercentText.Decode(name, plusIsSpace));
            pairs.Add((decodedName, PercentText.Decode(value, plusIsSpace)));
        }
    }

    public static QueryValues Of(HttpContext context) =>
        new(RequestTarget.Of(context).Query, context.Features.Get<QueryReading>()?.PlusIsSpace ?? true);

    /// <summary>Called by the framework for a handler's parameter.</summary>
    public static ValueTask<QueryValues?> BindAsync(HttpContext context) => new(Of(context));

    /// <returns>Null where the parameter is absent; the empty text is a value.</returns>
    public string? Text(string name) =>
        All(name) switch
        {
            [] => null,
            [var only] => only,
            _ => throw new Refusal(WireError.IllegalParameter, name),
        };

    /// <summary>Refuses an absent or empty parameter.</summary>
    public string RequiredText(string name) =>
        Text(name) is { Length: > 0 } text ? text : throw new Refusal(WireError.IllegalParameter, name);

    /// <summary>A whole number without sign. Both bounds are inclusive.</summary>
    public int Number(string name, int ifAbsent, int least, int most)
    {
        if (Text(name) is not { } text)
            return ifAbsent;
        if (
            text.All(char.IsAsciiDigit)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least
            && number <= most
        )
            return number;
        throw new Refusal(WireError.IllegalParameter, name);
    }

    /// <returns>Every value of a repeatable parameter, in the order given.</returns>
    public IReadOnlyList<string> All(string name)
    {
        try
        {
            string[] values =
            [
                .. pairs.Where(pair => pair.Name == name).Select(pair => StrictUtf8.GetString(pair.Value)),
            ];
            // Not every database can keep NUL.
            return values.Any(value => value.Contains('\0'))
                ? throw new Refusal(WireError.IllegalParameter, name)
                : values;
        }
        catch (DecoderFallbackException)
        {
            throw new Refusal(WireError.IllegalParameter, name);
        }
    }
}

/// <summary>Left by the gate: how the verified signature read the query, so that the handler sees what was signed.</summary>
internal sealed record QueryReading(bool PlusIsSpace);
