using System.Globalization;
using System.Text.RegularExpressions;
using Cutroom.Rendering.Execution;

namespace Cutroom.Rendering.Tests.Copying;

/// <summary>
/// One process of the engine for many calls at once: starting it costs more than encoding a few small pictures. Whoever gets the turn
/// carries out all calls that wait. Their arguments stay as the product made them, but for the numbers of inputs and labels of graphs.
/// </summary>
internal sealed partial class SharedEngine : IDisposable
{
    private const int MostAtOnce = 24;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _queueing = new();
    private readonly Queue<Call> _waiting = new();

    public async Task<RenderFailure?> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var call = new Call(arguments);
        lock (_queueing)
        {
            _waiting.Enqueue(call);
        }

        await _turn.WaitAsync(cancellation);
        try
        {
            while (!call.IsDone)
            {
                var calls = Take();
                await Task.Run(() => Engine.Run(Merge(calls)), cancellation);
                calls.ForEach(done => done.IsDone = true);
            }
        }
        finally
        {
            _turn.Release();
        }

        return null;
    }

    private List<Call> Take()
    {
        lock (_queueing)
        {
            return [.. Enumerable.Range(0, Math.Min(MostAtOnce, _waiting.Count)).Select(_ => _waiting.Dequeue())];
        }
    }

    private static string[] Merge(List<Call> calls)
    {
        var inputs = new List<string>();
        var outputs = new List<string>();
        var count = 0;
        foreach (var (number, call) in calls.Index())
        {
            var own = call.Arguments.Skip(FfmpegArguments.Head.Count + FfmpegArguments.Progress.Count).ToList();
            var graph = own.IndexOf("-filter_complex");
            inputs.AddRange(own.Take(graph));
            outputs.AddRange(own.Skip(graph).Select(argument => Renumber(argument, number, count)));
            count += own.Take(graph).Count(argument => argument == "-i");
        }

        return [.. FfmpegArguments.Head, .. inputs, .. outputs];
    }

    private static string Renumber(string argument, int call, int firstInput) =>
        InputPad()
            .Replace(
                argument,
                pad =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"[{int.Parse(pad.Groups["input"].Value, CultureInfo.InvariantCulture) + firstInput}:"
                    )
            )
            // Labels of graphs: [pictures], [p0], [p1] and so on.
            .Replace("[p", string.Create(CultureInfo.InvariantCulture, $"[c{call}p"), StringComparison.Ordinal);

    [GeneratedRegex(@"\[(?<input>\d+):", RegexOptions.ExplicitCapture)]
    private static partial Regex InputPad();

    public void Dispose() => _turn.Dispose();

    private sealed record Call(IReadOnlyList<string> Arguments)
    {
        public bool IsDone { get; set; }
    }
}
