using Xunit;

namespace Cutroom.Server.Tests.Tidy;

/// <summary>The rules of the house that a machine can check, and that the machine notices when they are broken.</summary>
public sealed class TidySpecs
{
    public static TheoryData<string> Rules => [.. TidyRule.All.Select(rule => rule.Name)];

    [Theory, MemberData(nameof(Rules))]
    public void The_project_is_tidy(string rule) => Assert.Empty(Of(rule).Violations(SourceTree.OfProject));

    [Theory, MemberData(nameof(Rules))]
    public void A_planted_fault_is_found(string rule)
    {
        var planted = SourceTree.OfProject.With(Of(rule).FaultPath, Of(rule).Fault);

        Assert.NotEmpty(Of(rule).Violations(planted));
    }

    private static TidyRule Of(string name) => TidyRule.All.Single(rule => rule.Name == name);
}
