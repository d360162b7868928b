using System.Collections.Frozen;
using System.Globalization;
using System.Net;

namespace Cutroom.Server.Access;

/// <summary>How a condition compares. Source: IAM user guides, condition operators; IpAddress from the identity-policy guide.</summary>
/// <param name="ValueKind">What a policy must give it, for refusals.</param>
/// <param name="IsNegated">The given value must match none of the policy's.</param>
/// <param name="Compile">Makes the test of given values; null for a policy's value that is not of the kind.</param>
internal sealed record ConditionOperator(string ValueKind, bool IsNegated, Func<string, Func<string, bool>?> Compile)
{
    private static readonly ConditionOperator Null = new("true or false", false, OfBool);

    public static readonly FrozenDictionary<string, ConditionOperator> All = new Dictionary<string, ConditionOperator>
    {
        ["StringEquals"] = Text(wanted => given => given == wanted),
        ["StringNotEquals"] = Not(Text(wanted => given => given == wanted)),
        ["StringEqualsIgnoreCase"] = Text(wanted => given => given.Equals(wanted, StringComparison.OrdinalIgnoreCase)),
        ["StringNotEqualsIgnoreCase"] = Not(
            Text(wanted => given => given.Equals(wanted, StringComparison.OrdinalIgnoreCase))
        ),
        ["StringMatch"] = Text(wanted => given => WildcardPattern.Matches(wanted, given, ignoreCase: false)),
        ["StringNotMatch"] = Not(Text(wanted => given => WildcardPattern.Matches(wanted, given, ignoreCase: false))),
        ["StringStartWith"] = Text(wanted => given => given.StartsWith(wanted, StringComparison.Ordinal)),
        ["StringNotStartWith"] = Not(Text(wanted => given => given.StartsWith(wanted, StringComparison.Ordinal))),
        ["StringEndWith"] = Text(wanted => given => given.EndsWith(wanted, StringComparison.Ordinal)),
        ["StringNotEndWith"] = Not(Text(wanted => given => given.EndsWith(wanted, StringComparison.Ordinal))),
        ["NumberEquals"] = Number(order => order == 0),
        ["NumberNotEquals"] = Not(Number(order => order == 0)),
        ["NumberLessThan"] = Number(order => order < 0),
        ["NumberLessThanEquals"] = Number(order => order <= 0),
        ["NumberGreaterThan"] = Number(order => order > 0),
        ["NumberGreaterThanEquals"] = Number(order => order >= 0),
        ["DateLessThan"] = Date(order => order < 0),
        ["DateLessThanEquals"] = Date(order => order <= 0),
        ["DateGreaterThan"] = Date(order => order > 0),
        ["DateGreaterThanEquals"] = Date(order => order >= 0),
        ["Bool"] = new("true or false", false, OfBool),
        ["IpAddress"] = new("an address or a range such as 192.0.2.0/24", false, OfAddress),
        ["NotIpAddress"] = new("an address or a range such as 192.0.2.0/24", true, OfAddress),
        ["Null"] = Null,
    }.ToFrozenDictionary();

    /// <summary>True for the one operator that asks whether the key is absent.</summary>
    public bool IsNull => ReferenceEquals(this, Null);

    private static ConditionOperator Not(ConditionOperator how) => how with { IsNegated = true };

    private static ConditionOperator Text(Func<string, Func<string, bool>> compile) => new("a text", false, compile);

    /// <param name="holds">Takes the order of the given number to the policy's.</param>
    private static ConditionOperator Number(Func<int, bool> holds) =>
        new(
            "a number",
            false,
            wanted =>
                TryNumber(wanted, out var limit)
                    ? given => TryNumber(given, out var number) && holds(number.CompareTo(limit))
                    : null
        );

    private static ConditionOperator Date(Func<int, bool> holds) =>
        new(
            "a date such as 2026-03-01T12:00:00Z",
            false,
            wanted =>
                TryDate(wanted, out var limit)
                    ? given => TryDate(given, out var date) && holds(date.CompareTo(limit))
                    : null
        );

    private static Func<string, bool>? OfBool(string wanted) =>
        bool.TryParse(wanted, out var limit) ? given => bool.TryParse(given, out var value) && value == limit : null;

    private static Func<string, bool>? OfAddress(string wanted)
    {
        if (!wanted.Contains('/', StringComparison.Ordinal))
            return IPAddress.TryParse(wanted, out var one)
                ? given => IPAddress.TryParse(given, out var address) && address.Equals(one)
                : null;
        return IPNetwork.TryParse(wanted, out var range)
            ? given => IPAddress.TryParse(given, out var address) && range.Contains(address)
            : null;
    }

    private static bool TryNumber(string text, out decimal number) =>
        decimal.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out number
        );

    /// <summary>ISO 8601; without an offset the time is UTC.</summary>
    private static bool TryDate(string text, out DateTimeOffset date) =>
        DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out date
        );
}
