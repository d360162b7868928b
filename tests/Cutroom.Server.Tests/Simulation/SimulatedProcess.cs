namespace Cutroom.Server.Tests.Simulation;

/// <summary>
/// Whatever a process awaits goes on by an event of its own, so it can be frozen or die between any two steps: what a dead one would
/// have done next never happens.
/// </summary>
internal sealed class SimulatedProcess(Agenda agenda, string name) : SynchronizationContext
{
    private readonly HashSet<Action> callers = [];
    private long pausedUntilMs;

    public string Name => name;

    public bool IsDead { get; private set; }

    public bool WasPaused { get; private set; }

    public SimulatedClock Clock => field ??= new(agenda, this);

    /// <summary>Whose code runs at the moment.</summary>
    public static new SimulatedProcess Current =>
        SynchronizationContext.Current as SimulatedProcess
        ?? throw new InvalidOperationException("Nothing of the simulation runs.");

    public override void Post(SendOrPostCallback d, object? state) => agenda.Add(0, this, d, state);

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();

    public override SynchronizationContext CreateCopy() => this;

    public void Run(SendOrPostCallback what, object? state)
    {
        if (IsDead)
            return;
        if (pausedUntilMs > agenda.NowMs)
        {
            agenda.Add(pausedUntilMs - agenda.NowMs, this, what, state);
            return;
        }

        SetSynchronizationContext(this);
        what(state);
    }

    /// <summary>A loop; it may end, but not by an exception.</summary>
    public void Start(Func<Task> loop) =>
        Post(
            async _ =>
            {
                try
                {
                    await loop();
                }
                catch (Exception exception)
                {
                    agenda.Fail(exception);
                }
            },
            null
        );

    /// <summary>A call from another process.</summary>
    /// <exception cref="BrokenConnectionException">The process died: what it did of it is not known.</exception>
    public Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        var answer = new TaskCompletionSource<T>();
        void Break() => answer.TrySetException(new BrokenConnectionException());
        if (IsDead)
        {
            Break();
            return answer.Task;
        }

        callers.Add(Break);
        Post(
            async _ =>
            {
                try
                {
                    answer.TrySetResult(await call());
                }
                catch (Exception exception)
                {
                    answer.TrySetException(exception);
                }

                callers.Remove(Break);
            },
            null
        );
        return answer.Task;
    }

    public void Pause(long ms)
    {
        agenda.Trace?.Invoke($"{name} is frozen for {ms} ms");
        (pausedUntilMs, WasPaused) = (agenda.NowMs + ms, true);
    }

    public void Resume() => pausedUntilMs = 0;

    public void Die()
    {
        agenda.Trace?.Invoke($"{name} dies");
        IsDead = true;
        foreach (var hangUp in callers.ToList())
            hangUp();
    }
}

internal sealed class BrokenConnectionException() : Exception("The process that was called has died.");
