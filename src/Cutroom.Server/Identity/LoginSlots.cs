using Cutroom.Server.Hosting;
using Cutroom.Wire;

namespace Cutroom.Server.Identity;

/// <summary>Lets few password checks run at once, so that a flood of logins cannot take the cores from the other calls.</summary>
internal sealed class LoginSlots : IDisposable
{
    public const int MaxWaiting = 64;

    public static readonly int AtOnce = Math.Max(1, Environment.ProcessorCount / 2);

    private readonly SemaphoreSlim slots = new(AtOnce);
    private int waiting;

    /// <summary>Runs a check in its turn; one that is refused has cost nothing.</summary>
    /// <exception cref="Refusal">429 when too many wait already.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> check, CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref waiting) > MaxWaiting)
        {
            Interlocked.Decrement(ref waiting);
            throw new Refusal(WireError.TooManyLogins);
        }

        try
        {
            await slots.WaitAsync(cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }

        try
        {
            return await check();
        }
        finally
        {
            slots.Release();
        }
    }

    public void Dispose() => slots.Dispose();
}
