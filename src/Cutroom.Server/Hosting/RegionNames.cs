namespace Cutroom.Server.Hosting;

/// <summary>How regions and the projects in them are called.</summary>
internal static class RegionNames
{
    private const int MaxLength = 64;

    /// <returns>The names of a list with commas.</returns>
    /// <exception cref="FormatException">Names the key and the name that is none.</exception>
    public static IReadOnlyList<string> Read(string key, string text)
    {
        string[] names = [.. text.Split(',').Select(name => name.Trim()).Distinct()];
        return names.FirstOrDefault(name => !IsRegion(name)) is { } wrong
            ? throw new FormatException($"{key} takes region names with commas between them, not '{wrong}'.")
            : names;
    }

    /// <summary>A region, or <c>region_sub</c>. Source: IAM API reference, creating a project.</summary>
    public static bool IsProject(string name) =>
        name.Length <= MaxLength
        && name.Split('_', 2) is [var region, .. var sub]
        && IsRegion(region)
        && sub is [] or [{ Length: > 0 }]
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    private static bool IsRegion(string name) =>
        name.Length is > 0 and <= MaxLength && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');
}
