using Cutroom.Server.Access;
using Xunit;

namespace Cutroom.Server.Tests.Access;

/// <summary>Every condition operator, on given values separated by bars; an empty text means that the key is absent.</summary>
public sealed class PolicyConditionSpecs
{
    [Theory]
    [InlineData("StringEquals", "a|b", "b", true)]
    [InlineData("StringEquals", "a", "A", false)]
    [InlineData("StringEquals", "a", "", false)]
    [InlineData("StringNotEquals", "a|b", "c", true)]
    [InlineData("StringNotEquals", "a|b", "b", false)]
    [InlineData("StringNotEquals", "a", "", false)]
    [InlineData("StringEqualsIgnoreCase", "a", "A", true)]
    [InlineData("StringNotEqualsIgnoreCase", "a", "A", false)]
    [InlineData("StringMatch", "re*-?", "region-1", true)]
    [InlineData("StringMatch", "re*-?", "region-10", false)]
    [InlineData("StringMatch", "RE*", "region-1", false)]
    [InlineData("StringNotMatch", "re*", "region-1", false)]
    [InlineData("StringNotMatch", "re*", "other", true)]
    [InlineData("StringStartWith", "re", "region", true)]
    [InlineData("StringNotStartWith", "re", "region", false)]
    [InlineData("StringEndWith", "ion", "region", true)]
    [InlineData("StringNotEndWith", "ion", "region", false)]
    [InlineData("NumberEquals", "1", "1.0", true)]
    [InlineData("NumberNotEquals", "1|2", "3", true)]
    [InlineData("NumberNotEquals", "1|2", "2", false)]
    [InlineData("NumberLessThan", "900", "900", false)]
    [InlineData("NumberLessThan", "900", "899", true)]
    [InlineData("NumberLessThanEquals", "900", "900", true)]
    [InlineData("NumberGreaterThan", "-1", "0", true)]
    [InlineData("NumberGreaterThanEquals", "0", "0", true)]
    [InlineData("NumberEquals", "1", "one", false)]
    [InlineData("DateLessThan", "2026-03-01T12:00:00Z", "2026-03-01T11:59:59Z", true)]
    [InlineData("DateLessThan", "2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z", false)]
    [InlineData("DateLessThanEquals", "2026-03-01T12:00:00Z", "2026-03-01T12:00:00.0Z", true)]
    [InlineData("DateGreaterThan", "2026-03-01T12:00:00+01:00", "2026-03-01T11:00:01Z", true)]
    [InlineData("DateGreaterThanEquals", "2026-03-01", "2026-03-01T00:00:00Z", true)]
    [InlineData("Bool", "true", "True", true)]
    [InlineData("Bool", "true", "false", false)]
    [InlineData("Null", "true", "", true)]
    [InlineData("Null", "true", "x", false)]
    [InlineData("Null", "false", "x", true)]
    [InlineData("IpAddress", "192.0.2.0/24|::1", "192.0.2.77", true)]
    [InlineData("IpAddress", "192.0.2.0/24|::1", "192.0.3.77", false)]
    [InlineData("NotIpAddress", "192.0.2.0/24", "192.0.3.77", true)]
    [InlineData("StringEqualsIfExists", "a", "", true)]
    [InlineData("StringEqualsIfExists", "a", "b", false)]
    [InlineData("StringNotEqualsIfExists", "a", "", true)]
    [InlineData("BoolIfExists", "true", "", true)]
    [InlineData("ForAllValues:StringEquals", "a|b", "a|b", true)]
    [InlineData("ForAllValues:StringEquals", "a|b", "a|c", false)]
    [InlineData("ForAllValues:StringEquals", "a|b", "", false)]
    [InlineData("ForAllValues:StringEqualsIfExists", "a|b", "", true)]
    [InlineData("ForAnyValue:StringEquals", "a|b", "c|b", true)]
    [InlineData("ForAnyValue:StringEquals", "a|b", "c|d", false)]
    [InlineData("ForAllValues:StringNotEquals", "a", "a|b", false)]
    [InlineData("ForAnyValue:StringNotEquals", "a", "a|b", true)]
    [InlineData("StringEquals", "a", "b|a", true)]
    [InlineData("StringNotEquals", "a", "b|a", false)]
    public void Each_operator_compares_as_documented(string name, string values, string given, bool isMet) =>
        Assert.Equal(isMet, PolicyCondition.Of(name, "k", values.Split('|')).IsMet(Values(given)));

    [Theory]
    [InlineData("StringLike", "a", "StringLike")]
    [InlineData("stringEquals", "a", "stringEquals")]
    [InlineData("NullIfExists", "true", "Null takes neither")]
    [InlineData("ForAnyValue:Null", "true", "Null takes neither")]
    [InlineData("ForSomeValues:StringEquals", "a", "ForSomeValues:StringEquals")]
    [InlineData("NumberEquals", "one", "'one' is not a number")]
    [InlineData("DateLessThan", "yesterday", "'yesterday' is not a date")]
    [InlineData("Bool", "1", "'1' is not true or false")]
    [InlineData("IpAddress", "192.0.2.0/33", "192.0.2.0/33")]
    public void What_cannot_be_compared_is_refused(string name, string value, string reason)
    {
        var exception = Assert.Throws<FormatException>(() => PolicyCondition.Of(name, "k", [value]));

        Assert.Contains(reason, exception.Message);
    }

    private static string[] Values(string given) => given.Length == 0 ? [] : given.Split('|');
}
