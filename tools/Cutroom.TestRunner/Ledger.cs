using System.Security.Cryptography;
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

    /// <param name="bin">Where the programs are built.</param>
    public static Ledger Open(string path, string bin)
    {
        var version = VersionOf(bin);
        var lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        return new(
            path,
            version,
            lines
                .Where(line => line.EndsWith("}}", StringComparison.Ordinal)) // else the run was killed while it wrote
                .Select(line => JsonSerializer.Deserialize<Line>(line))
                .OfType<Line>()
                .Where(line => line.Version == version && line.Sums.Failed == 0)
                .GroupBy(line => line.Unit)
                .ToDictionary(lines => lines.Key, lines => lines.Last().Sums)
        );
    }

    public TestSums? Find(TestUnit unit) => done.GetValueOrDefault(unit.Name);

    public void Add(TestUnit unit, TestSums sums) =>
        // A line of its own, also behind one that a killed run left unfinished.
        File.AppendAllText(
            path,
            "\n" + JsonSerializer.Serialize(new Line(unit.Name, version, TimeProvider.System.GetUtcNow(), sums))
        );

    /// <summary>Changes with any of our programs and libraries, committed or not.</summary>
    private static string VersionOf(string bin)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.GetFiles(bin, "Cutroom.*.dll", SearchOption.AllDirectories).Order())
            hash.AppendData(File.ReadAllBytes(file));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private sealed record Line(string Unit, string Version, DateTimeOffset Ended, TestSums Sums);
}
