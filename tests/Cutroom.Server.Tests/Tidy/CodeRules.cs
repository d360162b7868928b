using System.Text.RegularExpressions;

namespace Cutroom.Server.Tests.Tidy;

/// <summary>What must hold for the code: who may name whom, how long files are, where the state machine is.</summary>
internal static partial class CodeRules
{
    private const int MaxLines = 300;
    private const string Server = "src/Cutroom.Server/";
    private const string StateMachine = $"{Server}EditingTasks/EditingTask.cs";

    /// <summary>Access is the check that every endpoint names, so Hosting's own endpoints name it too.</summary>
    private static readonly string[] NoFeatures = ["Storage", "Hosting", "Access"];

    /// <summary>Which project may refer to which.</summary>
    private static readonly Dictionary<string, string[]> References = new()
    {
        ["Cutroom.Wire"] = [],
        ["Cutroom.Rendering"] = [],
        ["Cutroom.Server"] = ["Cutroom.Wire", "Cutroom.Rendering"],
        ["Cutroom.Cli"] = ["Cutroom.Wire", "Cutroom.Rendering"],
    };

    public static IReadOnlyList<TidyRule> All { get; } =
    [
        new(
            "Storage and Hosting name no feature",
            FeaturesBelow,
            $"{Server}Storage/Faulty.cs",
            "using Cutroom.Server.EditingTasks;"
        ),
        new(
            "Projects refer only to those below them",
            ProjectReferences,
            "src/Cutroom.Wire/Cutroom.Wire.csproj",
            """<ProjectReference Include="../Cutroom.Server/Cutroom.Server.csproj" />"""
        ),
        new(
            $"A file of code has at most {MaxLines} lines",
            LongFiles,
            $"{Server}Faulty.cs",
            string.Concat(Enumerable.Repeat("// line\n", MaxLines + 1))
        ),
        new(
            "The state machine is one switch, and the words of its states are in no other code",
            StatesElsewhere,
            $"{Server}EditingTasks/Faulty.cs",
            """var after = status switch { EditingTaskStatus.Waiting => "PROCESSING" };"""
        ),
        new(
            "An interface has two implementations",
            LonelyInterfaces,
            $"{Server}Faulty.cs",
            "internal interface IFaulty; internal sealed class Faulty : IFaulty;"
        ),
        new(
            "Every package has one exact version and a line that says why",
            Packages,
            "Directory.Packages.props",
            """<PackageVersion Include="Faulty" Version="1.*" />"""
        ),
        new(
            "Lock files name no host",
            HostsInLockFiles,
            "src/Cutroom.Wire/packages.lock.json",
            """{"source": "https://example.org/index.json"}"""
        ),
    ];

    private static IEnumerable<string> FeaturesBelow(SourceTree tree)
    {
        var features = tree.In(Server, ".cs")
            .Select(file => file.Path[Server.Length..].Split('/'))
            .Where(parts => parts.Length > 1 && !NoFeatures.Contains(parts[0]))
            .Select(parts => parts[0])
            .ToHashSet();
        return from file in tree.In($"{Server}Storage/", ".cs").Concat(tree.In($"{Server}Hosting/", ".cs"))
            from Match name in ServerNamespace().Matches(file.Text)
            where features.Contains(name.Groups[1].Value)
            select $"{file.Path} names the feature {name.Groups[1].Value}.";
    }

    private static IEnumerable<string> ProjectReferences(SourceTree tree) =>
        from file in tree.In("src/", ".csproj")
        let project = Path.GetFileNameWithoutExtension(file.Path)
        from Match reference in Reference().Matches(file.Text)
        let other = reference.Groups[1].Value
        where !References.GetValueOrDefault(project, []).Contains(other)
        select $"{file.Path} refers to {other}.";

    private static IEnumerable<string> LongFiles(SourceTree tree) =>
        from file in tree.Code
        let lines = file.Text.TrimEnd('\n').Split('\n').Length
        where lines > MaxLines
        select $"{file.Path} has {lines} lines, at most {MaxLines}.";

    private static IEnumerable<string> StatesElsewhere(SourceTree tree) =>
        from file in tree.In(Server, ".cs")
        where file.Path != StateMachine
        from Match found in StateWord().Matches(file.Text)
        select $"{file.Path} decides on a state by itself: {found.Value}";

    private static IEnumerable<string> LonelyInterfaces(SourceTree tree)
    {
        var code = tree.In("src/", ".cs").ToList();
        return from file in code
            from Match declared in Interface().Matches(file.Text)
            let name = declared.Groups[1].Value
            let implementation = new Regex($@"\b(?:class|record|struct)\b[^{{;]*[:,]\s*{name}\b")
            let count = code.Sum(one => implementation.Count(one.Text))
            where count < 2
            select $"{file.Path}: {name} has {count} implementation(s), at least 2.";
    }

    private static IEnumerable<string> Packages(SourceTree tree)
    {
        var reasons = tree.Files["docs/decisions/0001-libraries.md"];
        foreach (Match package in PackageVersion().Matches(tree.Files["Directory.Packages.props"]))
        {
            var (name, version) = (package.Groups[1].Value, package.Groups[2].Value);
            if (!version.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-'))
                yield return $"{name} has the version {version}, which is not exact.";
            if (!reasons.Contains(name, StringComparison.Ordinal))
                yield return $"{name} has no line in docs/decisions/0001-libraries.md.";
        }
    }

    private static IEnumerable<string> HostsInLockFiles(SourceTree tree) =>
        from file in tree.In("", "packages.lock.json")
        where file.Text.Contains("://", StringComparison.Ordinal)
        select $"{file.Path} names a host.";

    [GeneratedRegex(@"\bCutroom\.Server\.(\w+)")]
    private static partial Regex ServerNamespace();

    [GeneratedRegex("""ProjectReference Include="[^"]*/(\w[\w.]*)\.csproj""")]
    private static partial Regex Reference();

    // What names an event otherwise than to ask After decides by itself. Comments name the words, and SQL holds them in single quotes.
    [GeneratedRegex("""(?<!\.After\()EditingTaskEvent\.\w+|["](?:WAITING|PROCESSING|SUCCEED|CANCEL)["] ?""")]
    private static partial Regex StateWord();

    [GeneratedRegex(@"\binterface (I[A-Z]\w*)")]
    private static partial Regex Interface();

    [GeneratedRegex("""PackageVersion Include="([^"]+)" Version="([^"]+)""")]
    private static partial Regex PackageVersion();
}
