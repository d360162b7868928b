using System.Text.RegularExpressions;
using Cutroom.Server.Access;
using Xunit;

namespace Cutroom.Server.Tests.Access;

public sealed class PolicyEvaluatorSpecs
{
    private const string Resource = "vod::account:assets:*";

    [Theory]
    [InlineData("vod:asset:getInfo", true)]
    [InlineData("vod:asset:listEditTask", true)]
    [InlineData("vod:asset:deleteEditTask", false)]
    [InlineData("vod:asset:createEditTask", false)]
    [InlineData("iam:users:listUsers", false)]
    public void Read_only_covers_what_is_named_get_or_list(string action, bool allowed) =>
        Assert.Equal(allowed, PolicyEvaluator.Allows([AccessPolicy.ReadOnly], new(action, Resource)));

    [Fact]
    public void The_administrator_may_do_everything() =>
        Assert.True(PolicyEvaluator.Allows([AccessPolicy.Administrator], new("vod:asset:deleteEditTask", Resource)));

    [Fact]
    public void Without_a_policy_everything_is_denied() =>
        Assert.False(PolicyEvaluator.Allows([], new("vod:asset:list", Resource)));

    [Fact]
    public void A_deny_wins_wherever_it_stands()
    {
        var deny = Policy(Effect.Deny, "vod:asset:delete*");

        Assert.False(
            PolicyEvaluator.Allows([deny, AccessPolicy.Administrator], new("vod:asset:deleteEditTask", Resource))
        );
        Assert.False(
            PolicyEvaluator.Allows([AccessPolicy.Administrator, deny], new("vod:asset:deleteEditTask", Resource))
        );
        Assert.True(PolicyEvaluator.Allows([AccessPolicy.Administrator, deny], new("vod:asset:list", Resource)));
    }

    [Theory]
    [InlineData("vod:ASSET:LIST", true)]
    [InlineData("VOD:asset:list", false)]
    [InlineData("vod:asset", false)]
    [InlineData("vod:*", false)]
    [InlineData("*", false)]
    [InlineData("vod:*:*:*", false)]
    [InlineData("vod:asset:l*s*", true)]
    [InlineData("vod:asset:list*", true)]
    [InlineData("vod:asset:*listX", false)]
    [InlineData("", false)]
    public void The_service_is_compared_as_written_and_the_rest_without_case(string pattern, bool allowed) =>
        Assert.Equal(allowed, PolicyEvaluator.Allows([Policy(Effect.Allow, pattern)], new("vod:asset:list", Resource)));

    [Theory]
    [InlineData("*", true)]
    [InlineData("vod:*:*:assets:*", true)]
    [InlineData("vod:*:other:assets:*", false)]
    [InlineData("vod:*:*:template:*", false)]
    public void A_statement_that_names_resources_covers_only_them(string resource, bool allowed)
    {
        var policy = new AccessPolicy("p", [new(Effect.Allow, ["vod:*:*"], [resource])]);

        Assert.Equal(allowed, PolicyEvaluator.Allows([policy], new("vod:asset:list", Resource)));
    }

    /// <summary>Against an evaluator written as regular expressions: 200,000 random policies and requests, no difference.</summary>
    [Fact]
    public void It_agrees_with_a_reference_evaluator_on_random_policies()
    {
        var random = new Random(7);
        for (var i = 0; i < 200_000; i++)
        {
            var policies = RandomPolicies(random);
            var request = new AccessRequest(
                $"{Word(random, false)}:{Word(random, false)}:{Word(random, false)}",
                $"vod::{Word(random, false)}:{Word(random, false)}:{Word(random, false)}"
            );

            Assert.Equal(Reference(policies, request), PolicyEvaluator.Allows(policies, request));
        }
    }

    private static AccessPolicy[] RandomPolicies(Random random) =>
        [
            .. Enumerable
                .Range(0, random.Next(3))
                .Select(_ => new AccessPolicy(
                    "p",
                    [
                        .. Enumerable
                            .Range(0, 1 + random.Next(3))
                            .Select(_ => new PolicyStatement(
                                random.Next(3) == 0 ? Effect.Deny : Effect.Allow,
                                [$"{Word(random, true)}:{Word(random, true)}:{Word(random, true)}"],
                                random.Next(2) == 0
                                    ? []
                                    : [$"vod:*:{Word(random, true)}:{Word(random, true)}:{Word(random, true)}"]
                            )),
                    ]
                )),
        ];

    /// <summary>Short words over few letters, so that patterns often fit.</summary>
    private static string Word(Random random, bool isPattern) =>
        string.Concat(
            Enumerable
                .Range(0, random.Next(1, 4))
                .Select(_ => (isPattern ? "abA**" : "abA")[random.Next(isPattern ? 5 : 3)])
        );

    private static bool Reference(AccessPolicy[] policies, AccessRequest request)
    {
        var fitting = policies
            .SelectMany(policy => policy.Statements)
            .Where(one =>
                one.Actions.Any(action => Fits(action, request.Action))
                && (one.Resources.Count == 0 || one.Resources.Any(resource => Fits(resource, request.Resource)))
            )
            .Select(one => one.Effect)
            .ToList();
        return fitting.Contains(Effect.Allow) && !fitting.Contains(Effect.Deny);
    }

    private static bool Fits(string pattern, string text)
    {
        var (service, rest) = (pattern.Split(':')[0], pattern[pattern.IndexOf(':')..]);
        return Regex.IsMatch(
            text,
            $"^{Expression(service)}(?i:{Expression(rest)})$",
            RegexOptions.CultureInvariant | RegexOptions.Singleline
        );
    }

    private static string Expression(string pattern) =>
        Regex.Escape(pattern).Replace("\\*", "[^:]*", StringComparison.Ordinal);

    private static AccessPolicy Policy(Effect effect, string action) => new("p", [new(effect, [action], [])]);
}
