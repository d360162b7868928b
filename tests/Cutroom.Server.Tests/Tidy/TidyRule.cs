namespace Cutroom.Server.Tests.Tidy;

/// <summary>A rule that a machine can check, and a fault that it must find.</summary>
/// <param name="Name">A sentence.</param>
/// <param name="Violations">One sentence each, naming the file.</param>
/// <param name="FaultPath">Where the fault is planted; a file that is there is replaced.</param>
internal sealed record TidyRule(
    string Name,
    Func<SourceTree, IEnumerable<string>> Violations,
    string FaultPath,
    string Fault
)
{
    public static IReadOnlyList<TidyRule> All { get; } = [.. CodeRules.All, .. PageRules.All];
}
