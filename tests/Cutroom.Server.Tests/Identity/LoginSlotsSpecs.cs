using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Wire;
using Xunit;

namespace Cutroom.Server.Tests.Identity;

/// <summary>A flood of logins takes neither the cores nor the memory (I22).</summary>
public sealed class LoginSlotsSpecs
{
    [Fact]
    public async Task Few_are_checked_at_once_a_bounded_number_waits_and_the_rest_is_told_to_come_back()
    {
        var release = new TaskCompletionSource();
        var (running, most) = (0, 0);
        using var slots = new LoginSlots();
        async Task<bool> CheckAsync()
        {
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            await release.Task;
            Interlocked.Decrement(ref running);
            return true;
        }

        var accepted = Enumerable
            .Range(0, LoginSlots.AtOnce + LoginSlots.MaxWaiting)
            .Select(_ => slots.RunAsync(CheckAsync, CancellationToken.None))
            .ToList();

        var refusal = await Assert.ThrowsAsync<Refusal>(() => slots.RunAsync(CheckAsync, CancellationToken.None));
        release.SetResult();

        Assert.Equal(WireError.TooManyLogins, refusal.Error);
        Assert.All(await Task.WhenAll(accepted), Assert.True);
        Assert.InRange(most, 1, LoginSlots.AtOnce);
        Assert.True(await slots.RunAsync(CheckAsync, CancellationToken.None));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value)
            Interlocked.CompareExchange(ref target, value, seen);
    }
}
