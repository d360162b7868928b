using System.Runtime.ExceptionServices;

namespace Cutroom.Server.Tests.Simulation;

/// <summary>
/// All that is going to happen, in the one order that a seed draws: one thread, and a clock that jumps from one event to the next.
/// What is due at the same time happens in any order.
/// </summary>
internal sealed class Agenda(int seed)
{
    private const long StartMs = 1_800_000_000_000;

    private readonly PriorityQueue<Happening, (long AtMs, int Chance, long Number)> coming = new();
    private readonly int thread = Environment.CurrentManagedThreadId;
    private long added;
    private Exception? failure;

    public Random Random { get; } = new(seed);

    public long NowMs { get; private set; } = StartMs;

    public TimeSpan Elapsed => TimeSpan.FromMilliseconds(NowMs - StartMs);

    /// <summary>Of all that happened so far: the same seed ends with the same number.</summary>
    public ulong Fingerprint { get; private set; }

    /// <summary>Takes the story down; null where nobody reads it.</summary>
    public Action<string>? Trace { get; init; }

    public bool Chance(int perMille) => Random.Next(1000) < perMille;

    public void Add(long afterMs, SimulatedProcess process, SendOrPostCallback what, object? state = null)
    {
        if (process.IsDead)
            return; // also what the collector finishes for it, on a thread of its own
        if (Environment.CurrentManagedThreadId != thread)
            Fail(new InvalidOperationException("Something runs on a thread of its own: no seed could repeat that."));
        else
            coming.Enqueue(new(process, what, state), (NowMs + afterMs, Random.Next(), added++));
    }

    /// <summary>Ends the run: the first failure is thrown by the step it happens in.</summary>
    public void Fail(Exception exception) => failure ??= exception;

    /// <returns>False where nothing is to come.</returns>
    public bool Step()
    {
        if (!coming.TryDequeue(out var next, out var place))
            return false;
        NowMs = place.AtMs;
        Fingerprint = (Fingerprint ^ (ulong)place.AtMs ^ ((ulong)place.Number << 42)) * 1_099_511_628_211;
        next.Process.Run(next.What, next.State);
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
        return true;
    }

    private readonly record struct Happening(SimulatedProcess Process, SendOrPostCallback What, object? State);
}

/// <summary>A promise was broken.</summary>
internal sealed class ViolationException(string text) : Exception(text);
