using System.Text.Json.Serialization;

namespace Cutroom.Rendering.Planning;

/// <summary>
/// When frames start, in ticks after the first of them, as runs of equal steps: a constant rate is one run whatever its length.
/// </summary>
public sealed record FrameTimes
{
    [JsonPropertyName("runs")]
    public required IReadOnlyList<FrameRun> Runs { get; init; }

    /// <summary>The number of frames: one more than there are steps.</summary>
    public long Count() => 1 + Runs.Sum(run => run.Count);

    /// <summary>The start of each frame; the first is 0.</summary>
    public IEnumerable<long> Enumerate()
    {
        long at = 0;
        yield return at;
        foreach (var run in Runs)
        {
            for (long i = 0; i < run.Count; i++)
            {
                at += run.Step;
                yield return at;
            }
        }
    }

    internal static FrameTimes Constant(long count, long step) =>
        new() { Runs = count > 1 ? [new(count - 1, step)] : [] };

    internal static FrameTimes Of(IEnumerable<long> starts)
    {
        var runs = new List<FrameRun>();
        long? before = null;
        foreach (var start in starts)
        {
            if (before is { } last)
            {
                var step = start - last;
                var extends = runs is [.., var run] && run.Step == step;
                if (extends)
                {
                    runs[^1] = runs[^1] with { Count = runs[^1].Count + 1 };
                }
                else
                {
                    runs.Add(new(1, step));
                }
            }

            before = start;
        }

        return new() { Runs = runs };
    }
}

/// <param name="Count">Steps in the run.</param>
/// <param name="Step">Ticks from one frame to the next.</param>
public sealed record FrameRun(
    [property: JsonPropertyName("count")] long Count,
    [property: JsonPropertyName("step")] long Step
);
