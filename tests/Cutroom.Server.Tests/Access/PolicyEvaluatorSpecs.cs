using Cutroom.Server.Access;
using Xunit;

namespace Cutroom.Server.Tests.Access;

/// <summary>The readings of both models, one by one.</summary>
public sealed class PolicyEvaluatorSpecs
{
    private const string Asset = "vod:region-1:account:assets:a1";

    [Theory]
    [InlineData("vod:asset:getInfo", true)]
    [InlineData("vod:asset:listEditTask", true)]
    [InlineData("vod:asset:deleteEditTask", false)]
    [InlineData("vod:asset:createEditTask", false)]
    [InlineData("iam:users:listUsers", false)]
    public void Read_only_covers_what_is_named_get_or_list(string action, bool allowed) =>
        Assert.Equal(allowed, Decide([System("VOD ReadOnlyAccess")], action));

    [Theory]
    [InlineData("administrator", "iam:tokens:checkToken", true)]
    [InlineData("VOD FullAccess", "vod:asset:deleteEditTask", true)]
    [InlineData("VOD FullAccess", "iam:tokens:checkToken", false)]
    [InlineData("VOD CommonOperations", "vod:asset:deleteEditTask", true)]
    [InlineData("VOD CommonOperations", "vod:category:create", false)]
    [InlineData("VOD Administrator", "vod:asset:deleteEditTask", true)]
    [InlineData("VOD Operator", "vod:asset:deleteEditTask", true)]
    [InlineData("VOD Guest", "vod:asset:listEditTask", true)]
    [InlineData("VOD Guest", "vod:asset:deleteEditTask", false)]
    public void The_system_policies_reach_as_far_as_documented(string name, string action, bool allowed) =>
        Assert.Equal(allowed, Decide([System(name)], action));

    [Fact]
    public void Without_a_policy_everything_is_denied() => Assert.False(Decide([], "vod:asset:list"));

    [Fact]
    public void A_deny_wins_wherever_it_stands_and_in_either_model()
    {
        AccessPolicy[] denies =
        [
            Read("""{"Version":"1.1","Statement":[{"Effect":"Deny","Action":["vod:asset:delete*"]}]}"""),
            Read("""{"Version":"5.0","Statement":[{"Effect":"Deny","Action":["vod:asset:delete*"]}]}"""),
        ];
        AccessPolicy[] allows =
        [
            System("administrator"),
            Read("""{"Version":"5.0","Statement":[{"Effect":"Allow","Action":["*"]}]}"""),
        ];

        foreach (var deny in denies)
        foreach (var allow in allows)
        {
            Assert.False(Decide([deny, allow], "vod:asset:deleteEditTask"));
            Assert.False(Decide([allow, deny], "vod:asset:deleteEditTask"));
            Assert.True(Decide([allow, deny], "vod:asset:list"));
        }
    }

    [Theory]
    [InlineData("vod:ASSET:LIST", true)]
    [InlineData("VOD:asset:list", false)]
    [InlineData("vod:asset:l*s*", true)]
    [InlineData("vod:asset:list*", true)]
    [InlineData("vod:asset:*listX", false)]
    [InlineData("*:*:*", true)]
    public void The_service_is_compared_as_written_and_the_rest_without_case(string pattern, bool allowed) =>
        Assert.Equal(
            allowed,
            Decide(
                [Read($$"""{"Version":"1.1","Statement":[{"Effect":"Allow","Action":["{{pattern}}"]}]}""")],
                "vod:asset:list"
            )
        );

    [Theory]
    [InlineData("\"Resource\":[\"*\"]", true)]
    [InlineData("\"Resource\":[\"vod:*:*:assets:*\"]", true)]
    [InlineData("\"Resource\":[\"vod:region-1:account:assets:a?\"]", true)]
    [InlineData("\"Resource\":[\"vod:*:*:assets:A1\"]", false)]
    [InlineData("\"Resource\":[\"vod:*:other:assets:*\"]", false)]
    [InlineData("\"Resource\":[\"vod:*:*:template:*\"]", false)]
    [InlineData("\"NotResource\":[\"vod:*:*:assets:a1\"]", false)]
    [InlineData("\"NotResource\":[\"vod:*:*:assets:a2\"]", true)]
    public void A_statement_that_names_resources_covers_only_them(string resource, bool allowed) =>
        Assert.Equal(allowed, Decide([Allowing(resource)], "vod:asset:getInfo", Asset));

    [Theory]
    [InlineData("\"Resource\":[\"*\"]", true)]
    [InlineData("\"Resource\":[\"vod:*:*:*:*\"]", false)]
    [InlineData("\"Resource\":[\"vod:*:*:assets:a1\"]", false)]
    public void An_action_without_resources_is_covered_by_the_star_alone(string resource, bool allowed) =>
        Assert.Equal(allowed, Decide([Allowing(resource)], "vod:asset:deleteEditTask", "*"));

    [Fact]
    public void Every_resource_touched_must_be_allowed_and_the_decision_names_the_first_that_is_not()
    {
        var set = new PolicySet([Allowing("\"Resource\":[\"vod:*:*:assets:a1\"]")]);
        AccessResource[] touched = [new(Asset, []), new("vod:region-1:account:assets:a2", [])];

        var decision = set.Decide(new("vod:asset:createEditTask", touched, AccessFacts.None));

        Assert.False(decision.IsAllowed);
        Assert.Null(decision.Rule);
        Assert.Equal(touched[1], decision.Resource);
    }

    [Fact]
    public void The_decision_names_the_statement()
    {
        var policy = Read(
            """
            {"Version":"5.0","Statement":[
                {"Effect":"Allow","Action":["vod:*:*"]},
                {"Effect":"Deny","Action":["vod:asset:deleteEditTask"]}]}
            """
        );

        var decision = new PolicySet([policy]).Decide(
            new("vod:asset:deleteEditTask", [AccessResource.All], AccessFacts.None)
        );

        Assert.Equal((false, 1), (decision.IsAllowed, decision.Rule?.Statement.Number));
    }

    [Fact]
    public void A_role_works_only_beside_the_roles_it_depends_on()
    {
        var role = Read(
            """
            {"Version":"1.0","Statement":[{"Effect":"Allow","Action":["vod:asset:delete*"]}],
            "Depends":[{"catalog":"VOD","display_name":"VOD Guest"}]}
            """
        );

        Assert.False(Decide([role], "vod:asset:deleteEditTask"));
        Assert.False(Decide([role, System("read-only")], "vod:asset:deleteEditTask"));
        Assert.True(Decide([role, System("VOD Guest")], "vod:asset:deleteEditTask"));
    }

    [Fact]
    public void NotAction_covers_everything_but()
    {
        var policy = Read(
            """{"Version":"5.0","Statement":[{"Effect":"Allow","NotAction":["vod:asset:deleteEditTask"]}]}"""
        );

        Assert.False(Decide([policy], "vod:asset:deleteEditTask"));
        Assert.True(Decide([policy], "vod:asset:createEditTask"));
    }

    private static AccessPolicy Allowing(string resource) =>
        Read($$"""{"Version":"5.0","Statement":[{"Effect":"Allow","Action":["vod:*:*"],{{resource}}}]}""");

    private static bool Decide(AccessPolicy[] policies, string action, string urn = Asset) =>
        new PolicySet(policies).Decide(new(action, [new(urn, [])], AccessFacts.None)).IsAllowed;

    private static AccessPolicy Read(string text) => PolicyDocument.Read("p", text);

    private static AccessPolicy System(string name) =>
        SystemPolicies.Find(name) ?? throw new InvalidOperationException(name);
}
