using System.Collections.Frozen;
using Cutroom.Testing;

namespace Cutroom.Server.Tests.Tidy;

/// <summary>The text files of the project by their paths from its root, with slashes; build output is left out.</summary>
internal sealed record SourceTree(FrozenDictionary<string, string> Files)
{
    private static readonly string[] Folders = ["src", "tests", "bench", "tools", "docs"];
    private static readonly string[] Endings = [".cs", ".csproj", ".md", ".sql", ".json", ".js", ".props", ".targets"];

    public static SourceTree OfProject { get; } = Read(ProjectFiles.Root);

    /// <summary>The same with one file added or changed.</summary>
    public SourceTree With(string path, string text) =>
        new(Files.Where(file => file.Key != path).Append(new(path, text)).ToFrozenDictionary());

    /// <param name="folder">Empty: all of them.</param>
    public IEnumerable<(string Path, string Text)> In(string folder, string ending) =>
        Files
            .Where(file => file.Key.StartsWith(folder, StringComparison.Ordinal))
            .Where(file => file.Key.EndsWith(ending, StringComparison.Ordinal))
            .Select(file => (file.Key, file.Value));

    public IEnumerable<(string Path, string Text)> Code => In("", ".cs");

    public IEnumerable<(string Path, string Text)> Pages => In("", ".md");

    private static SourceTree Read(string root)
    {
        var paths = Folders
            .Select(folder => Path.Combine(root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(root))
            .Where(path => Endings.Contains(Path.GetExtension(path)) || Path.GetFileName(path) == "cutroom")
            .Where(path => !path.Contains("/node_modules/", StringComparison.Ordinal));
        return new(paths.ToFrozenDictionary(path => Path.GetRelativePath(root, path), File.ReadAllText));
    }
}
