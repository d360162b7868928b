namespace Cutroom.Testing;

/// <summary>A clock that shows what it was set to, also earlier times; timers and elapsed time are the system's.</summary>
internal sealed class SetClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
