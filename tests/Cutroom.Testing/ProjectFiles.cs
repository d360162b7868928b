using System.Runtime.CompilerServices;

namespace Cutroom.Testing;

/// <summary>The project's own files, for specs that compare pages with the code.</summary>
internal static class ProjectFiles
{
    /// <summary>Absolute path of the root.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../..")); // a source file has a folder

    private static string Here([CallerFilePath] string path = "") => path;
}
