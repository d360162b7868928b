namespace Cutroom.Testing;

/// <summary>
/// A part of a page that is made from the code, between two marks. Specs compare it; with <c>CUTROOM_REWRITE=1</c> they write it
/// anew instead.
/// </summary>
/// <param name="page">Path from the project's root.</param>
/// <param name="name">Of the part, as its marks name it.</param>
internal sealed class MadePart(string page, string name)
{
    private string Path => System.IO.Path.Combine(ProjectFiles.Root, page);

    private string Start => $"<!-- made from the code: {name} -->\n";

    private string End => $"<!-- end of {name} -->\n";

    /// <returns>True when the page holds the text already, or does now.</returns>
    public bool IsFresh(string text)
    {
        var now = File.ReadAllText(Path);
        var wanted = In(now, text);
        if (now == wanted)
            return true;
        if (Environment.GetEnvironmentVariable("CUTROOM_REWRITE") != "1")
            return false;
        File.WriteAllText(Path, wanted);
        return true;
    }

    /// <returns>The page with the text in its place.</returns>
    /// <exception cref="InvalidOperationException">The page has no place for it.</exception>
    public string In(string whole, string text)
    {
        var start = whole.IndexOf(Start, StringComparison.Ordinal);
        var end = whole.IndexOf(End, StringComparison.Ordinal);
        return start >= 0 && end > start
            ? $"{whole[..(start + Start.Length)]}{text}{whole[end..]}"
            : throw new InvalidOperationException($"{page} has no marks for {name}: {Start}{End}");
    }
}
