using System.Text.RegularExpressions;
using Cutroom.Testing;

namespace Cutroom.Server.Tests.Tidy;

/// <summary>What must hold for the pages: settings are explained, names exist, links lead somewhere.</summary>
internal static partial class PageRules
{
    private const string Operating = "docs/operating.md";
    private const string Architecture = "docs/ARCHITECTURE.md";

    /// <summary>Of the command line's client and of the tests; told where they are used.</summary>
    private static readonly string[] OtherKeys = ["CUTROOM_ENDPOINT", "CUTROOM_AK", "CUTROOM_SK", "CUTROOM_PROJECT"];

    public static IReadOnlyList<TidyRule> All { get; } =
    [
        new(
            "Every setting is explained",
            UnexplainedSettings,
            "src/Cutroom.Server/Faulty.cs",
            """var value = values.Switch("CUTROOM_FAULTY", false);"""
        ),
        new("Every explained setting exists", UnknownSettings, Operating, "| `CUTROOM_FAULTY` | off | does nothing |"),
        new("Links lead somewhere", DeadLinks, "docs/faulty.md", "See [nothing](nowhere.md)."),
        new(
            "Names on the page of the architecture exist",
            UnknownNames,
            Architecture,
            "`Storage/Faulty.cs` decides, `FaultyClass` acts."
        ),
        new(
            "No page and no code names a folder of somebody's machine",
            MachinePaths,
            "docs/faulty.md",
            "It is in /" + "home/somebody/cutroom."
        ),
    ];

    private static IEnumerable<string> UnexplainedSettings(SourceTree tree) =>
        from file in tree.In("src/", ".cs")
        from Match key in QuotedKey().Matches(file.Text)
        where !OtherKeys.Contains(key.Groups[1].Value)
        where !tree.Files[Operating].Contains($"`{key.Groups[1].Value}`", StringComparison.Ordinal)
        select $"{file.Path} reads {key.Groups[1].Value}, which {Operating} does not explain.";

    private static IEnumerable<string> UnknownSettings(SourceTree tree)
    {
        var read = tree.In("src/", ".cs")
            .SelectMany(file => QuotedKey().Matches(file.Text))
            .Select(key => key.Groups[1].Value)
            .Concat(OtherKeys)
            .ToHashSet();
        return from Match key in ExplainedKey().Matches(tree.Files[Operating])
            where !read.Contains(key.Groups[1].Value)
            select $"{Operating} explains {key.Groups[1].Value}, which nothing reads.";
    }

    private static IEnumerable<string> DeadLinks(SourceTree tree) =>
        from page in tree.Pages
        from Match link in Link().Matches(page.Text)
        let target = link.Groups[1].Value.Split('#')[0]
        where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal)
        let path = Path.GetRelativePath(
            "/",
            Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(page.Path)!, target))
        )
        where
            !tree.Files.Keys.Any(file =>
                file == path || file.StartsWith($"{path.TrimEnd('/')}/", StringComparison.Ordinal)
            )
        where !Path.Exists(Path.Combine(ProjectFiles.Root, path))
        select $"{page.Path} links to {target}, which is not there.";

    /// <summary>Paths by their end; types by their declaration.</summary>
    private static IEnumerable<string> UnknownNames(SourceTree tree)
    {
        var code = string.Concat(tree.Code.Select(file => file.Text));
        return from Match quoted in Quoted().Matches(tree.Files[Architecture])
            let name = quoted.Groups[1].Value
            where
                name.EndsWith(".cs", StringComparison.Ordinal)
                    ? !tree.Files.Keys.Any(file => $"/{file}".EndsWith($"/{name}", StringComparison.Ordinal))
                    : TypeName().IsMatch(name) && !Regex.IsMatch(code, $@"\b{Regex.Escape(name.Split('.')[^1])}\b")
            select $"{Architecture} names {name}, which is not there.";
    }

    private static IEnumerable<string> MachinePaths(SourceTree tree) =>
        from file in tree.Files
        from Match path in MachinePath().Matches(file.Value)
        select $"{file.Key} names {path.Value}";

    [GeneratedRegex("""["'](CUTROOM_[A-Z_]+)["']""")]
    private static partial Regex QuotedKey();

    [GeneratedRegex("`(CUTROOM_[A-Z_]+)`")]
    private static partial Regex ExplainedKey();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^[A-Z]\w+(?:\.[A-Z]\w+)*$")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"(?<![\w.])/(?:home|Users|root)/[\w.-]+")]
    private static partial Regex MachinePath();
}
