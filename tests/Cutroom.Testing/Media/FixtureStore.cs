using System.Collections.Concurrent;
using System.Globalization;

namespace Cutroom.Testing.Media;

/// <summary>
/// Fixtures on disk, made when first asked for and kept by the hash of their recipe. Several test processes may ask at once: each
/// makes its own copy under another name, and the last rename wins over an equal file.
/// </summary>
internal static class FixtureStore
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Paths = new();

    /// <summary>Where fixtures are kept: <c>CUTROOM_FIXTURES</c>, else under the build's artifacts.</summary>
    public static string Folder { get; } =
        Directory
            .CreateDirectory(
                Environment.GetEnvironmentVariable("CUTROOM_FIXTURES") is { Length: > 0 } named
                    ? named
                    : Path.Combine(Repository(), "artifacts", "fixtures")
            )
            .FullName;

    public static Task<string> PathOfAsync(Fixture fixture) =>
        Paths.GetOrAdd(fixture.Hash, _ => new(() => EnsureAsync(fixture))).Value;

    private static async Task<string> EnsureAsync(Fixture fixture)
    {
        var path = Path.Combine(Folder, $"{fixture.Name}-{fixture.Hash}{fixture.Extension}");
        if (!File.Exists(path))
        {
            var unfinished = Path.Combine(Folder, $"unfinished-{Guid.NewGuid():n}{fixture.Extension}");
            await MakeAsync(fixture, unfinished);
            File.Move(unfinished, path, overwrite: true);
        }

        return path;
    }

    private static async Task MakeAsync(Fixture fixture, string path)
    {
        switch (fixture)
        {
            case Fixture.Encoded encoded:
                var from = encoded.From is { } source ? await PathOfAsync(source) : "";
                await MediaTool.MakeAsync([
                    .. encoded.Arguments.Select(argument => argument.Replace("{0}", from, StringComparison.Ordinal)),
                    path,
                ]);
                break;
            case Fixture.Altered altered:
                var bytes = await File.ReadAllBytesAsync(await PathOfAsync(altered.From));
                await File.WriteAllBytesAsync(path, altered.Alter(bytes));
                break;
            case Fixture.Written written:
                var bait = written.Bait is { } other ? await PathOfAsync(other) : "";
                await File.WriteAllBytesAsync(path, written.Content(bait));
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static string Repository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Cutroom.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException(
            string.Create(CultureInfo.InvariantCulture, $"No repository above {AppContext.BaseDirectory}.")
        );
    }
}
