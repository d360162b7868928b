namespace Cutroom.Server.Tests.Simulation;

/// <summary>The clock of a process. It may be wrong, be set, and go too fast or too slow; timers go by its pace.</summary>
internal sealed class SimulatedClock(Agenda agenda, SimulatedProcess process) : TimeProvider
{
    public TimeSpan Skew { get; set; }

    /// <summary>How much too fast, in thousandths.</summary>
    public int Drift { get; init; } = agenda.Random.Next(-50, 51);

    public override long TimestampFrequency => 1000;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(agenda.NowMs) + Skew;

    public override long GetTimestamp() => agenda.NowMs * (1000 + Drift) / 1000;

    public Task WaitAsync(long ms, CancellationToken cancellation = default) =>
        Task.Delay(TimeSpan.FromMilliseconds(ms), this, cancellation);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(SimulatedClock clock, TimerCallback callback, object? state) : ITimer
    {
        private int setting;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            setting++;
            if (dueTime >= TimeSpan.Zero)
                clock.Add(dueTime, Ring(setting, period));
            return true;
        }

        public void Dispose() => setting++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private SendOrPostCallback Ring(int set, TimeSpan period) =>
            _ =>
            {
                if (set != setting)
                    return;
                if (period > TimeSpan.Zero)
                    clock.Add(period, Ring(set, period));
                callback(state);
            };
    }

    private void Add(TimeSpan after, SendOrPostCallback what) =>
        agenda.Add((long)Math.Ceiling(after.TotalMilliseconds * 1000 / (1000 + Drift)), process, what);
}
