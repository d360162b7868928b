using System.Threading.Channels;
using Cutroom.Server.Hosting;
using Cutroom.Wire;

namespace Cutroom.Server.Identity;

/// <summary>
/// Lets few password checks run at once, and a slot whose check failed rest afterwards, so that a flood of wrong logins cannot take the
/// cores from the other calls. Right logins never make a slot rest.
/// </summary>
internal sealed class LoginSlots
{
    public const int MaxWaiting = 64;

    /// <summary>Times the length of the check that failed.</summary>
    public const int Rest = 15;

    /// <summary>A check that gives way takes long on a busy machine.</summary>
    public static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(3);

    /// <summary>Behind wrong logins the last of many would wait for minutes.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(20);

    public static readonly int AtOnce = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Of each free slot, the time stamp at which it has rested.</summary>
    private readonly Channel<long> slots = Channel.CreateUnbounded<long>();
    private readonly TimeProvider time;
    private int waiting;

    public LoginSlots(TimeProvider time)
        : this(time, AtOnce) { }

    internal LoginSlots(TimeProvider time, int atOnce)
    {
        this.time = time;
        for (var slot = 0; slot < atOnce; slot++)
            slots.Writer.TryWrite(time.GetTimestamp());
    }

    /// <summary>Runs a check in its turn; one that is refused has cost nothing.</summary>
    /// <returns>What the check found: nothing when it failed.</returns>
    /// <exception cref="Refusal">429 when too many wait already, or its turn does not come.</exception>
    public async Task<T?> RunAsync<T>(Func<Task<T?>> check, CancellationToken cancellation)
        where T : class
    {
        var rested = await TakeAsync(cancellation);
        try
        {
            var pause = time.GetElapsedTime(time.GetTimestamp(), rested);
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, time, cancellation);
            var begun = time.GetTimestamp();
            var found = await check();
            rested = time.GetTimestamp() + (found is null ? RestAfter(time.GetElapsedTime(begun)) : 0);
            return found;
        }
        finally
        {
            slots.Writer.TryWrite(rested);
        }
    }

    /// <returns>In ticks of the time stamps.</returns>
    private long RestAfter(TimeSpan check)
    {
        var rest = check * Rest < LongestRest ? check * Rest : LongestRest;
        return (long)(rest.TotalSeconds * time.TimestampFrequency);
    }

    private async Task<long> TakeAsync(CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(MaxWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            return Interlocked.Increment(ref waiting) <= MaxWaiting
                ? await slots.Reader.ReadAsync(either.Token)
                : throw new Refusal(WireError.TooManyLogins);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new Refusal(WireError.TooManyLogins);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }
}
