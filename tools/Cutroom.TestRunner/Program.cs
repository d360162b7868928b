using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;

// Runs the test programs one after the other and ends with one line of sums. Usage: BIN [--quick | --long [--part=N/M]] [NAME…]
// A whole long run takes hours: it goes unit by unit, and what its ledger holds is not run again.
string[] projects = ["Cutroom.Server.Tests", "Cutroom.Compat.Tests", "Cutroom.Rendering.Tests"];
var bin = args[0];
var names = args.Skip(1).Where(arg => !arg.StartsWith("--", StringComparison.Ordinal)).ToArray();
var modes = args.Skip(1).Except(names).ToArray();
var part = modes.FirstOrDefault(mode => mode.StartsWith("--part=", StringComparison.Ordinal));
if (modes.Except(["--quick", "--long", part ?? ""]).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine(
        $"cutroom test: there is no option '{unknown}'; it takes --quick, --long, --part=N/M and names."
    );
    return 2;
}

Environment.SetEnvironmentVariable("CUTROOM_LONG", modes.Contains("--long") ? "1" : null);
Environment.SetEnvironmentVariable("CUTROOM_QUICK", modes.Contains("--quick") ? "1" : null);
var results = Directory.CreateDirectory(Path.Combine(bin, "..", "test-results")).FullName;

// A name that is part of a project's chooses the whole project; any other chooses classes, or units of a long run.
var ofProjects = names.ToLookup(name =>
    projects.Any(project => project.Contains(name, StringComparison.OrdinalIgnoreCase))
);
TestUnit[] campaign = modes.Contains("--long") && part is null ? TestUnit.CampaignOf(names) : [];
var units = campaign.Length > 0 ? campaign : Chosen();
var ledger = campaign.Length > 0 ? Ledger.Open(Path.Combine(results, "long-runs.jsonl"), bin) : null;
var sums = new TestSums(0, 0, 0);
foreach (var unit in units)
{
    if (ledger?.Find(unit) is { } known)
    {
        Console.WriteLine($"== {unit.Name}: {known}, as the ledger says");
        sums += known;
        continue;
    }

    Console.WriteLine($"== {unit.Name}");
    var found = Run(unit);
    ledger?.Add(unit, found);
    sums += found;
}

Console.WriteLine($"{sums}");
return sums is { Failed: 0, Passed: > 0 } ? 0 : 1;

IEnumerable<TestUnit> Chosen()
{
    foreach (var project in projects)
    {
        var whole =
            names.Length == 0
            || ofProjects[true].Any(name => project.Contains(name, StringComparison.OrdinalIgnoreCase));
        if (whole || ofProjects[false].Any())
        {
            var filters = whole ? [] : ofProjects[false].SelectMany(name => new[] { "-class", $"*{name}*" });
            yield return new(project, [.. filters], part?["--part=".Length..]);
        }
    }
}

TestSums Run(TestUnit unit)
{
    var report = Path.Combine(results, $"{unit.Project}.xml");
    File.Delete(report);
    var start = new ProcessStartInfo(
        Path.Combine(bin, unit.Project, "release", unit.Project),
        ["-noColor", .. unit.Filters, "-result-xml", report]
    );
    start.Environment["CUTROOM_PART"] = unit.Part;
    using var run = Process.Start(start)!; // null only with a shell of the desktop
    run.WaitForExit();

    var found = File.Exists(report) ? XDocument.Load(report).Root!.Elements("assembly").ToArray() : [];
    var bad = found.Sum(sum => Count(sum, "failed") + Count(sum, "errors"));
    PrintSlowest(found);
    return new(
        found.Sum(sum => Count(sum, "passed")),
        // A program that crashed counts as a failure even when its report says nothing of it.
        bad == 0
        && (run.ExitCode != 0 || found.Length == 0)
            ? 1
            : bad,
        found.Sum(sum => Count(sum, "skipped"))
    );
}

static int Count(XElement sum, string attribute) =>
    int.Parse(sum.Attribute(attribute)?.Value ?? "0", CultureInfo.InvariantCulture);

// Where the time of a run goes, for whoever wants it shorter.
static void PrintSlowest(XElement[] sums)
{
    var slowest = sums.SelectMany(sum => sum.Descendants("test"))
        .GroupBy(
            test => test.Attribute("type")?.Value,
            test => double.Parse(test.Attribute("time")?.Value ?? "0", CultureInfo.InvariantCulture)
        )
        .Select(tests => (Name: tests.Key, Seconds: tests.Sum()))
        .Where(of => of.Seconds >= 5)
        .OrderByDescending(of => of.Seconds)
        .Take(12);
    foreach (var (name, seconds) in slowest)
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds, 8:F0} s  {name}"));
}
