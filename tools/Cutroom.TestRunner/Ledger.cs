using System.Diagnostics;
using System.Text.Json;

/// <summary>
/// The units of a long run that have ended, one line of JSON each, so that a run that was stopped goes on where it was. Only a unit
/// without a failure, of the build at hand, counts as done; lines are never removed.
/// </summary>
internal sealed class Ledger
{
    private readonly string path;
    private readonly string version;
    private readonly Dictionary<string, TestSums> done;

    private Ledger(string path, string version, Dictionary<string, TestSums> done) =>
        (this.path, this.version, this.done) = (path, version, done);

    /// <param name="program">The folder of a test program; its version names the commit it was built from.</param>
    public static Ledger Open(string path, string program)
    {
        var assembly = Path.Combine(program, "release", $"{Path.GetFileName(program)}.dll");
        var version = FileVersionInfo.GetVersionInfo(assembly).ProductVersion ?? "unknown";
        var lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        return new(
            path,
            version,
            lines
                .Select(line => JsonSerializer.Deserialize<Line>(line))
                .OfType<Line>()
                .Where(line => line.Version == version && line.Sums.Failed == 0)
                .GroupBy(line => line.Unit)
                .ToDictionary(lines => lines.Key, lines => lines.Last().Sums)
        );
    }

    public TestSums? Find(TestUnit unit) => done.GetValueOrDefault(unit.Name);

    public void Add(TestUnit unit, TestSums sums) =>
        File.AppendAllText(
            path,
            JsonSerializer.Serialize(new Line(unit.Name, version, TimeProvider.System.GetUtcNow(), sums)) + "\n"
        );

    private sealed record Line(string Unit, string Version, DateTimeOffset Ended, TestSums Sums);
}
