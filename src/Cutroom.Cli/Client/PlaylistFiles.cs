namespace Cutroom.Cli.Client;

/// <summary>The files that an HLS playlist is nothing without.</summary>
internal static class PlaylistFiles
{
    private const string Header = "#EXT-X-MAP:URI=\"";

    public static bool IsPlaylist(Uri url) => url.AbsolutePath.EndsWith(".m3u8", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="CommandFailure">One is not beside the playlist: whoever wrote that wants to write elsewhere.</exception>
    public static IReadOnlyList<string> NamedIn(string playlist)
    {
        var lines = playlist.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var headers = lines.Where(line => line.StartsWith(Header, StringComparison.Ordinal));
        string[] names =
        [
            .. headers.Select(line => line[Header.Length..].Split('"')[0]),
            .. lines.Where(line => line[0] != '#'),
        ];
        return names.FirstOrDefault(name => !IsPlain(name)) is { } odd
            ? throw new CommandFailure($"The playlist names '{odd}', which is no file beside it.")
            : names;
    }

    private static bool IsPlain(string name) =>
        name is not ("" or "." or "..")
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');
}
