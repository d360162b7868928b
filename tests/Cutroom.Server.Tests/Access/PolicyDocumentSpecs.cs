using Cutroom.Server.Access;
using Xunit;

namespace Cutroom.Server.Tests.Access;

/// <summary>What is no policy is refused with the place, the value and the limit.</summary>
public sealed class PolicyDocumentSpecs
{
    private const string Fine = """{"Effect":"Allow","Action":["vod:asset:list"]}""";

    [Theory]
    [InlineData("""{"Version":"2.0","Statement":[]}""", "Version: '2.0' is none of 1.0, 1.1 and 5.0.")]
    [InlineData("""{"Statement":[]}""", "Version is missing")]
    [InlineData("""{"Version":"1.1"}""", "Statement is missing")]
    [InlineData("""{"Version":"1.1","Statement":[],"Id":"x"}""", "Id: is not known here")]
    [InlineData("""{"Version":"1.1","Statement":{}}""", "Statement: is not a list.")]
    [InlineData("""[]""", "document: is not an object.")]
    [InlineData("""{"Version":"1.1","Version":"5.0","Statement":[]}""", "not JSON")]
    [InlineData("""{"Version":"1.1\ud800","Statement":[]}""", "not Unicode")]
    [InlineData("", "not JSON")]
    public void A_document_is_refused(string text, string reason) => AssertRefused(text, reason);

    [Theory]
    [InlineData("1.1", """{"Effect":"allow","Action":["vod:asset:list"]}""", "[0].Effect: 'allow' is neither")]
    [InlineData("1.1", """{"Action":["vod:asset:list"]}""", "[0]: Effect is missing.")]
    [InlineData("1.1", """{"Effect":"Allow"}""", "[0]: names no Action.")]
    [InlineData("1.1", """{"Effect":"Allow","Action":"vod:asset:list"}""", "[0].Action: is not a list.")]
    [InlineData("1.1", """{"Effect":"Allow","Action":[]}""", "[0].Action: has 0 elements, 1 to 100")]
    [InlineData("1.1", """{"Effect":"Allow","Action":[1]}""", "[0].Action[0]: is not a text.")]
    [InlineData("1.1", """{"Effect":"Allow","Action":["vod:*"]}""", "[0].Action[0]: 'vod:*' is not of the form")]
    [InlineData("1.1", """{"Effect":"Allow","Action":["*"]}""", "[0].Action[0]: '*' is not of the form")]
    [InlineData("1.1", """{"Effect":"Allow","Action":["vod:*:*:*"]}""", "[0].Action[0]")]
    [InlineData("1.1", """{"Effect":"Allow","Action":["vod:a?:b"]}""", "[0].Action[0]")]
    [InlineData("1.1", """{"Effect":"Allow","NotAction":["vod:*:*"]}""", "[0].NotAction: is not known here")]
    [InlineData(
        "1.0",
        """{"Effect":"Allow","Action":["vod:*:*"],"Condition":{}}""",
        "[0].Condition: is not known here"
    )]
    [InlineData(
        "5.0",
        """{"Effect":"Allow","Action":["*"],"NotAction":["*"]}""",
        "[0]: has both Action and NotAction."
    )]
    [InlineData(
        "5.0",
        """{"Effect":"Allow","Action":["*"],"Resource":["*"],"NotResource":["*"]}""",
        "has both Resource"
    )]
    [InlineData("5.0", """{"Effect":"Allow","Action":["*"],"Conditon":{}}""", "[0].Conditon: is not known here")]
    [InlineData("5.0", """{"Effect":"Allow","Action":["*"],"Resource":["assets:1"]}""", "[0].Resource[0]: 'assets:1'")]
    [InlineData("5.0", """{"Effect":"Allow","Action":["*"],"Resource":[]}""", "[0].Resource: has 0 elements, 1 to 10")]
    [InlineData(
        "1.1",
        """{"Effect":"Deny","Action":["*:*:*"],"Resource":["vod:*:*:assets:a"]}""",
        "version 1.1 knows no single resources"
    )]
    [InlineData(
        "5.0",
        """{"Effect":"Allow","Action":["*"],"Condition":{"Bool":{"g:MFAPresent":["yes"]}}}""",
        "[0].Condition.Bool.g:MFAPresent: 'yes' is not true or false."
    )]
    [InlineData(
        "5.0",
        """{"Effect":"Allow","Action":["*"],"Condition":{"StringEquals":{"k":[]}}}""",
        "[0].Condition.StringEquals.k: has 0 elements"
    )]
    public void A_statement_is_refused(string version, string statement, string reason) =>
        AssertRefused($$"""{"Version":"{{version}}","Statement":[{{statement}}]}""", reason);

    [Fact]
    public void The_limits_hold_to_the_last_one()
    {
        Read(Document(Repeat(Fine, 8)));
        AssertRefused(Document(Repeat(Fine, 9)), "Statement: has 9 elements, 1 to 8 are allowed.");

        Read(Document(WithActions(Repeat("\"v:a:b\"", 100))));
        AssertRefused(Document(WithActions(Repeat("\"v:a:b\"", 101))), "has 101 elements, 1 to 100");

        Read(Document(WithActions($"\"vod:asset:{new string('a', 118)}\"")));
        AssertRefused(
            Document(WithActions($"\"vod:asset:{new string('a', 119)}\"")),
            "has 129 characters, at most 128"
        );

        Read(Document(WithResources(10)));
        AssertRefused(Document(WithResources(11)), "Statement[0].Resource: has 11 elements, 1 to 10");

        Read(Document(WithConditions(10)));
        AssertRefused(Document(WithConditions(11)), "Statement[0].Condition: has more than 10 entries");

        var padded = Document(Fine).PadRight(6144);
        Read(padded);
        AssertRefused(padded + " ", "The document has 6145 characters, at most 6144 are allowed.");
    }

    [Fact]
    public void Single_values_of_conditions_may_stand_without_a_list() =>
        Assert.Single(
            Read(
                """
                {"Version":"5.0","Statement":[
                    {"Effect":"Allow","Action":["*"],"Condition":{"Bool":{"g:MFAPresent":false}}}]}
                """
            )
                .Statements[0]
                .Conditions
        );

    [Fact]
    public void Resources_of_other_services_are_taken_in_version_1_1() =>
        Read(
            """
            {"Version":"1.1","Statement":[
                {"Effect":"Allow","Action":["obs:bucket:list"],"Resource":["obs:*:*:bucket:mine"]}]}
            """
        );

    [Fact]
    public void Every_system_policy_is_a_document_within_the_limits()
    {
        foreach (var system in SystemPolicies.All)
            Assert.NotEmpty(Read(system.Document).Statements);
    }

    private static string Document(string statements) => $$"""{"Version":"5.0","Statement":[{{statements}}]}""";

    private static string WithActions(string actions) => $$"""{"Effect":"Allow","Action":[{{actions}}]}""";

    private static string WithResources(int count) =>
        $$"""{"Effect":"Allow","Action":["*"],"Resource":[{{Repeat("\"*\"", count)}}]}""";

    private static string WithConditions(int count)
    {
        var keys = string.Join(',', Enumerable.Range(0, count).Select(i => $"\"k{i}\":[\"v\"]"));
        return $$"""{"Effect":"Allow","Action":["*"],"Condition":{"StringEquals":{ {{keys}} } } }""";
    }

    private static string Repeat(string text, int count) => string.Join(',', Enumerable.Repeat(text, count));

    private static AccessPolicy Read(string text) => PolicyDocument.Read("p", text);

    private static void AssertRefused(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => Read(text)).Message);
}
