using System.Globalization;

/// <summary>What one start of a test program runs.</summary>
/// <param name="Filters">Arguments of the program.</param>
/// <param name="Part">Such as <c>3/12</c>: every twelfth trial from the third on; null takes all.</param>
internal sealed record TestUnit(string Project, IReadOnlyList<string> Filters, string? Part)
{
    private const string Server = "Cutroom.Server.Tests";
    private const string Rendering = "Cutroom.Rendering.Tests";

    /// <summary>A whole long run, in units of some minutes where a class can be taken in parts.</summary>
    public static IReadOnlyList<TestUnit> Campaign { get; } =
    [
        .. Class(Server, "ClaimCancelSpecsOnSqlite"),
        .. Class(Server, "ClaimCancelSpecsOnPostgres"),
        .. Class(Server, "SimulationSpecs", parts: 20),
        .. Class(Server, "ClusterSpecs"),
        .. Class(Server, "CrashSpecs", parts: 5),
        Rest(Server, "ClaimCancelSpecs*", "SimulationSpecs", "ClusterSpecs", "CrashSpecs"),
        new("Cutroom.Compat.Tests", [], null),
        .. Class(Rendering, "RandomCutSpecs", parts: 10),
        .. Class(Rendering, "ConformanceSpecs", parts: 30),
        Rest(Rendering, "RandomCutSpecs", "ConformanceSpecs"),
    ];

    public string Name => string.Join(' ', [Project, .. Filters, .. Part is null ? Array.Empty<string>() : [Part]]);

    /// <summary>The units of these classes, of all without a name; none when a name is not that of a class the campaign holds.</summary>
    public static TestUnit[] CampaignOf(IReadOnlyCollection<string> names) =>
        names.All(name => Campaign.Any(unit => unit.IsOf(name)))
            ? [.. Campaign.Where(unit => names.Count == 0 || names.Any(unit.IsOf))]
            : [];

    private bool IsOf(string name) =>
        Filters is ["-class", var own] && own.Contains(name, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<TestUnit> Class(string project, string name, int parts = 1) =>
        Enumerable
            .Range(1, parts)
            .Select(part => new TestUnit(
                project,
                ["-class", $"*{name}"],
                parts == 1 ? null : string.Create(CultureInfo.InvariantCulture, $"{part}/{parts}")
            ));

    private static TestUnit Rest(string project, params string[] without) =>
        new(project, [.. without.SelectMany(name => new[] { "-class-", $"*{name}" })], null);
}
