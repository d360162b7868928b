using Cutroom.Server.Hosting;
using Cutroom.Wire;

namespace Cutroom.Server.Identity;

/// <summary>Lets few password checks run at once, so that a flood of logins cannot take the cores from the other calls.</summary>
/// <param name="fits">Whether a password fits a hash; slow on purpose.</param>
internal sealed class LoginSlots(Func<string, string, bool> fits) : IDisposable
{
    public const int MaxWaiting = 64;

    public static readonly int AtOnce = Math.Max(1, Environment.ProcessorCount / 2);

    private readonly SemaphoreSlim slots = new(AtOnce);
    private int waiting;

    /// <exception cref="Refusal">429 when too many wait already.</exception>
    public async Task<bool> FitsAsync(string password, string hash, CancellationToken cancellation)
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
            return await BackgroundThread.RunAsync(() => fits(password, hash));
        }
        finally
        {
            slots.Release();
        }
    }

    public void Dispose() => slots.Dispose();
}
