using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;

// Runs the test programs one after the other and ends with one line of sums. Usage: BIN [--quick | --long [--part=N/M]] [NAME…]
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
Environment.SetEnvironmentVariable("CUTROOM_PART", part?["--part=".Length..]);
Environment.SetEnvironmentVariable("CUTROOM_QUICK", modes.Contains("--quick") ? "1" : null);
var results = Directory.CreateDirectory(Path.Combine(bin, "..", "test-results")).FullName;
var (passed, failed, skipped) = (0, 0, 0);

// A name that is part of a project's chooses the whole project; any other chooses classes.
var ofProjects = names.ToLookup(name =>
    projects.Any(project => project.Contains(name, StringComparison.OrdinalIgnoreCase))
);
foreach (var project in projects)
{
    var whole =
        names.Length == 0 || ofProjects[true].Any(name => project.Contains(name, StringComparison.OrdinalIgnoreCase));
    if (!whole && !ofProjects[false].Any())
        continue;
    var filters = whole ? [] : ofProjects[false].SelectMany(name => new[] { "-class", $"*{name}*" });
    var report = Path.Combine(results, $"{project}.xml");
    File.Delete(report);
    var start = new ProcessStartInfo(
        Path.Combine(bin, project, "release", project),
        ["-noColor", .. filters, "-result-xml", report]
    );
    Console.WriteLine($"== {project}");
    using var run = Process.Start(start)!; // null only with a shell of the desktop
    run.WaitForExit();

    var sums = File.Exists(report) ? XDocument.Load(report).Root!.Elements("assembly").ToArray() : [];
    passed += sums.Sum(sum => Count(sum, "passed"));
    skipped += sums.Sum(sum => Count(sum, "skipped"));
    var bad = sums.Sum(sum => Count(sum, "failed") + Count(sum, "errors"));
    // A program that crashed counts as a failure even when its report says nothing of it.
    failed += bad == 0 && (run.ExitCode != 0 || sums.Length == 0) ? 1 : bad;
    PrintSlowest(sums);
}

Console.WriteLine($"{passed} passed, {failed} failed{(skipped > 0 ? $", {skipped} skipped" : "")}");
return failed == 0 && passed > 0 ? 0 : 1;

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
