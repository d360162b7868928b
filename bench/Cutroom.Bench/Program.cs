using System.Text.Json;
using Cutroom.Bench;
using Cutroom.Bench.Queue;
using Cutroom.Bench.Scale;
using Cutroom.Testing;

// The index: each bench by its name. bench/README.md says what the figures mean.
// In memory a flush would cost nothing, and the databases here would be none that anybody runs.
GuardedFolder.MayBeMemory = false;
var isQuick = args.Contains("--quick");
var benches = new Dictionary<string, Func<Task<IReadOnlyList<Figure>>>>
{
    ["plan"] = () => PlanBench.RunAsync(isQuick),
    ["login"] = LoginBench.RunAsync,
    ["signature"] = SignatureBench.RunAsync,
    ["cancel"] = CancelBench.RunAsync,
    ["queue"] = () => QueueBench.RunAsync(isQuick),
    ["queue-backlog"] = () => BacklogBench.RunAsync(isQuick),
    ["queue-cancel"] = () => SignedCancelBench.RunAsync(isQuick),
    ["queue-peers"] = () => PeersBench.RunAsync(isQuick),
    ["queue-pinned"] = () => PinnedBench.RunAsync(isQuick),
    ["policies"] = PolicyBench.RunAsync,
    ["scale"] = () => ScaleBench.RunAsync(isQuick),
    ["cut"] = () => CutBench.RunAsync(isQuick),
    ["render"] = async () => [.. await RenderBench.RunAsync(isQuick), .. await CutBench.RunAsync(isQuick)],
    ["start"] = StartBench.RunAsync,
};

if (
    args is not [var name, .. var options]
    || !benches.TryGetValue(name, out var run)
    || options.Except(["--json", "--quick"]).Any()
)
{
    Console.Error.WriteLine($"usage: bench {string.Join('|', benches.Keys)} [--json] [--quick]");
    return 2;
}

var figures = await run();
Console.WriteLine(
    options.Contains("--json")
        ? JsonSerializer.Serialize(figures, FigureJson.Default.IReadOnlyListFigure)
        : string.Join(Environment.NewLine, figures)
);
return figures.All(figure => figure.IsMet) ? 0 : 1;
