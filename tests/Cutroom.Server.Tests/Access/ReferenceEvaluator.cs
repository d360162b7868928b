using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Cutroom.Server.Tests.Access;

/// <summary>A policy as it stands in a store: its name and its JSON text.</summary>
internal sealed record NamedDocument(string Name, string Text);

/// <summary>One resource of a request and the labels it bears.</summary>
internal sealed record ReferenceResource(string Urn, string[] Labels);

internal sealed record ReferenceRequest(
    string Action,
    ReferenceResource[] Resources,
    Dictionary<string, string[]> Facts
);

/// <summary>
/// A second evaluator, written from the vendor's description and sharing no line with the server's: it works on the JSON itself,
/// gathers every applicable effect, and matches wildcards with a table.
/// </summary>
internal sealed class ReferenceEvaluator
{
    private readonly List<JsonNode> working;

    public ReferenceEvaluator(NamedDocument[] documents)
    {
        var names = documents.Select(document => document.Name).ToHashSet();
        working = documents
            .Select(document => JsonNode.Parse(document.Text)!) // the generator writes objects
            .Where(document =>
                (document["Depends"]?.AsArray() ?? []).All(needed => names.Contains((string)needed!["display_name"]!))
            )
            .ToList();
    }

    public bool Allows(ReferenceRequest request)
    {
        var effects = request.Resources.Select(resource => Effects(request, resource).ToHashSet()).ToList();
        return effects.All(of => of.Contains("Allow")) && !effects.Any(of => of.Contains("Deny"));
    }

    private IEnumerable<string> Effects(ReferenceRequest request, ReferenceResource resource) =>
        from document in working
        from statement in document["Statement"]!.AsArray()
        where HasAction(statement!, request.Action)
        where HasResource(statement!, (string)document["Version"]! == "5.0", request.Action, resource.Urn)
        where Conditions(statement!).All(one => Holds(one.Operator, one.Values, Given(request, resource, one.Key)))
        select (string)statement!["Effect"]!;

    private static bool HasAction(JsonNode statement, string action)
    {
        if (statement["NotAction"] is { } not)
            return !Texts(not).Any(pattern => ActionFits(pattern, action));
        return Texts(statement["Action"]!).Any(pattern => ActionFits(pattern, action));
    }

    private static bool ActionFits(string pattern, string action)
    {
        if (pattern == "*")
            return true;
        var (wanted, given) = (pattern.Split(':'), action.Split(':'));
        return Like(wanted[0], given[0])
            && Like(wanted[1].ToLowerInvariant(), given[1].ToLowerInvariant())
            && Like(wanted[2].ToLowerInvariant(), given[2].ToLowerInvariant());
    }

    private static bool HasResource(JsonNode statement, bool isIdentityModel, string action, string urn)
    {
        if (statement["NotResource"] is { } not)
            return !Texts(not).Any(pattern => UrnFits(pattern, urn));
        if (statement["Resource"] is not { } resource)
            return true;
        if (isIdentityModel)
            return Texts(resource).Any(pattern => UrnFits(pattern, urn));
        // Version 1.1: all of the service, or nothing of it.
        var service = action.Split(':')[0];
        return Texts(resource)
            .Any(pattern =>
                pattern == "*"
                || (pattern.EndsWith(":*:*:*:*", StringComparison.Ordinal) && Like(pattern.Split(':')[0], service))
            );
    }

    private static bool UrnFits(string pattern, string urn)
    {
        if (pattern == "*")
            return true;
        var (wanted, given) = (pattern.Split(':', 5), urn.Split(':', 5));
        return given.Length == 5 && Enumerable.Range(0, 5).All(i => Like(wanted[i], given[i]));
    }

    private static IEnumerable<(string Operator, string Key, string[] Values)> Conditions(JsonNode statement) =>
        from one in statement["Condition"]?.AsObject() ?? []
        from pair in one.Value!.AsObject()
        select (one.Key, pair.Key, Texts(pair.Value!));

    private static string[] Given(ReferenceRequest request, ReferenceResource resource, string key) =>
        key == "vod:AssetLabel" ? resource.Labels : request.Facts.GetValueOrDefault(key, []);

    /// <summary>The comparisons are the published ones; a negated one holds for what equals none of the values.</summary>
    private static bool Holds(string name, string[] values, string[] given)
    {
        if (name == "Null")
            return values.Contains(given.Length == 0 ? "true" : "false");
        var (forAll, forAny) = (
            name.StartsWith("ForAllValues:", StringComparison.Ordinal),
            name.StartsWith("ForAnyValue:", StringComparison.Ordinal)
        );
        var bare = name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];
        if (given.Length == 0)
            return bare.EndsWith("IfExists", StringComparison.Ordinal);
        bare = bare.Replace("IfExists", "", StringComparison.Ordinal);
        var isNegated = bare.Contains("Not", StringComparison.Ordinal);
        var matching = given.Count(one =>
            values.Any(value => Compare(bare.Replace("Not", "", StringComparison.Ordinal), value, one))
        );
        var good = isNegated ? given.Length - matching : matching;
        if (forAll)
            return good == given.Length;
        if (forAny)
            return good > 0;
        return isNegated ? matching == 0 : matching > 0;
    }

    private static bool Compare(string how, string value, string given)
    {
        if (how.StartsWith("Number", StringComparison.Ordinal))
            return Order(
                how,
                decimal.Parse(given, CultureInfo.InvariantCulture) - decimal.Parse(value, CultureInfo.InvariantCulture)
            );
        if (how.StartsWith("Date", StringComparison.Ordinal))
            return Order(
                how,
                (
                    DateTimeOffset.Parse(given, CultureInfo.InvariantCulture)
                    - DateTimeOffset.Parse(value, CultureInfo.InvariantCulture)
                ).Ticks
            );
        return how switch
        {
            "StringEquals" => value == given,
            "StringEqualsIgnoreCase" => value.Equals(given, StringComparison.OrdinalIgnoreCase),
            "StringMatch" => Like(value, given),
            "StringStartWith" => given.Length >= value.Length && given[..value.Length] == value,
            "StringEndWith" => given.Length >= value.Length && given[^value.Length..] == value,
            "Bool" => value == given,
            "IpAddress" => IPNetwork.Parse(value).Contains(IPAddress.Parse(given)),
            _ => throw new ArgumentException(how),
        };
    }

    private static bool Order(string how, decimal difference) =>
        how[(how.StartsWith("Date", StringComparison.Ordinal) ? 4 : 6)..] switch
        {
            "Equals" => difference == 0,
            "LessThan" => difference < 0,
            "LessThanEquals" => difference <= 0,
            "GreaterThan" => difference > 0,
            "GreaterThanEquals" => difference >= 0,
            _ => throw new ArgumentException(how),
        };

    /// <summary>Row by row: which prefixes of the text the pattern's prefix can stand for.</summary>
    private static bool Like(string pattern, string text)
    {
        var reach = new bool[text.Length + 1];
        reach[0] = true;
        foreach (var sign in pattern)
        {
            var next = new bool[text.Length + 1];
            for (var i = 0; i <= text.Length; i++)
                next[i] =
                    sign == '*'
                        ? reach[i] || (i > 0 && next[i - 1])
                        : i > 0 && reach[i - 1] && (sign == '?' || sign == text[i - 1]);
            reach = next;
        }

        return reach[text.Length];
    }

    private static string[] Texts(JsonNode list) => [.. list.AsArray().Select(one => (string)one!)];
}
