using Cutroom.Server.Access;
using Xunit;

namespace Cutroom.Server.Tests.Access;

/// <summary>The evaluator against one that was written separately (threats: privilege rise).</summary>
public sealed class RandomPolicySpecs
{
    private const int RequestsASet = 10;

    [Fact]
    public void Two_hundred_thousand_random_policy_and_request_pairs_have_the_same_verdict()
    {
        var (differences, allowed) = Compare(20_000, text => text);

        Assert.Equal(0, differences);
        Assert.InRange(allowed, 10_000, 190_000);
    }

    /// <summary>The comparison is worth something only if it sees such mistakes.</summary>
    [Theory]
    [InlineData("\"Deny\"", "\"Allow\"")]
    [InlineData("IfExists", "")]
    [InlineData("ForAllValues:", "ForAnyValue:")]
    [InlineData("NotResource", "Resource")]
    [InlineData("NotAction", "Action")]
    [InlineData("StringNotMatch", "StringNotEquals")]
    [InlineData("LessThanEquals", "LessThan")]
    [InlineData("StringEqualsIgnoreCase", "StringEquals")]
    [InlineData("\"VOD:", "\"vod:")]
    [InlineData("BASE\",\"display_name\":\"p", "BASE\",\"display_name\":\"q")]
    public void A_fault_planted_in_what_the_evaluator_reads_is_seen(string right, string wrong)
    {
        var (differences, _) = Compare(
            20_000,
            text => text.Replace(right, wrong, StringComparison.Ordinal),
            untilDifferent: true
        );

        Assert.NotEqual(0, differences);
    }

    [Fact]
    public void An_evaluator_that_stops_at_the_first_statement_that_fits_is_seen()
    {
        var random = new RandomPolicies(new Random(7));
        var differences = 0;
        for (var i = 0; i < 1_000; i++)
        {
            var documents = random.Documents();
            var reference = new ReferenceEvaluator(documents);
            var request = random.Request();
            var rules = Set(documents, text => text).RulesOf(request.Action).Rules;
            var facts = Facts(request);
            var first = request.Resources.All(resource =>
                rules.FirstOrDefault(rule => rule.Fits(request.Action, new(resource.Urn, resource.Labels), facts))
                    is { Statement.Effect: Effect.Allow }
            );
            differences += first == reference.Allows(request) ? 0 : 1;
        }

        Assert.NotEqual(0, differences);
    }

    /// <param name="plant">Applied to the text that the server's evaluator reads, not to the reference's.</param>
    private static (int Differences, int Allowed) Compare(
        int sets,
        Func<string, string> plant,
        bool untilDifferent = false
    )
    {
        var random = new RandomPolicies(new Random(7));
        var (differences, allowed) = (0, 0);
        for (var i = 0; i < sets && !(untilDifferent && differences > 0); i++)
        {
            var documents = random.Documents();
            var set = Set(documents, plant);
            var reference = new ReferenceEvaluator(documents);
            for (var j = 0; j < RequestsASet; j++)
            {
                var request = random.Request();
                var decision = set.Decide(
                    new(
                        request.Action,
                        [.. request.Resources.Select(one => new AccessResource(one.Urn, one.Labels))],
                        Facts(request)
                    )
                );
                differences += decision.IsAllowed == reference.Allows(request) ? 0 : 1;
                allowed += decision.IsAllowed ? 1 : 0;
            }
        }

        return (differences, allowed);
    }

    private static PolicySet Set(NamedDocument[] documents, Func<string, string> plant) =>
        new([.. documents.Select(document => Read(document, plant))]);

    /// <summary>A text in which the fault makes two members of one name keeps its right form.</summary>
    private static AccessPolicy Read(NamedDocument document, Func<string, string> plant)
    {
        try
        {
            return PolicyDocument.Read(document.Name, plant(document.Text));
        }
        catch (FormatException)
        {
            return PolicyDocument.Read(document.Name, document.Text);
        }
    }

    private static AccessFacts Facts(ReferenceRequest request) =>
        new(() => request.Facts.SelectMany(fact => fact.Value.Select(value => (fact.Key, value))));
}
