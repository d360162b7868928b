namespace Cutroom.Bench.Scale;

/// <summary>Simulated time: what is to happen, in its order.</summary>
internal sealed class Timeline
{
    private readonly PriorityQueue<Action, double> agenda = new();

    /// <summary>Seconds since the start.</summary>
    public double Now { get; private set; }

    public void After(double seconds, Action action) => agenda.Enqueue(action, Now + seconds);

    public void RunUntil(double end)
    {
        while (agenda.TryPeek(out _, out var time) && time <= end)
        {
            Now = time;
            agenda.Dequeue()();
        }

        Now = end;
    }
}

/// <summary>Some cores that whoever comes first uses first.</summary>
internal sealed class Cores(Timeline timeline, int count)
{
    private readonly Queue<(double Seconds, Action Done)> waiting = [];
    private double used;
    private int busy;

    /// <summary>0 to 1, over all of the time so far.</summary>
    public double Busy => used / count / timeline.Now;

    public void Use(double seconds, Action done)
    {
        if (busy == count)
        {
            waiting.Enqueue((seconds, done));
            return;
        }

        busy++;
        used += seconds;
        timeline.After(
            seconds,
            () =>
            {
                busy--;
                if (waiting.TryDequeue(out var next))
                    Use(next.Seconds, next.Done);
                done();
            }
        );
    }
}

/// <summary>One after the other, for as long as each takes.</summary>
internal sealed class Turns
{
    private readonly Queue<Action> waiting = [];
    private bool isTaken;

    public void Take(Action mine)
    {
        if (isTaken)
        {
            waiting.Enqueue(mine);
            return;
        }

        isTaken = true;
        mine();
    }

    public void Leave()
    {
        isTaken = waiting.TryDequeue(out var next);
        next?.Invoke();
    }
}
