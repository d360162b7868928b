using Cutroom.Server.Hosting;
using Cutroom.Server.Identity;
using Cutroom.Wire;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Identity;

/// <summary>A flood of logins takes neither the cores nor the memory (I22).</summary>
public sealed class LoginSlotsSpecs
{
    private static readonly TimeSpan Check = TimeSpan.FromMilliseconds(100);

    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task Few_are_checked_at_once_a_bounded_number_waits_and_the_rest_is_told_to_come_back()
    {
        var release = new TaskCompletionSource();
        var (running, most) = (0, 0);
        var slots = new LoginSlots(time);
        async Task<string?> CheckAsync()
        {
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            await release.Task;
            Interlocked.Decrement(ref running);
            return "user";
        }

        var accepted = Enumerable
            .Range(0, LoginSlots.AtOnce + LoginSlots.MaxWaiting)
            .Select(_ => slots.RunAsync(CheckAsync, CancellationToken.None))
            .ToList();

        var refusal = await Assert.ThrowsAsync<Refusal>(() => slots.RunAsync(CheckAsync, CancellationToken.None));
        release.SetResult();

        Assert.Equal(WireError.TooManyLogins, refusal.Error);
        Assert.All(await Task.WhenAll(accepted), Assert.NotNull);
        Assert.InRange(most, 1, LoginSlots.AtOnce);
        Assert.NotNull(await slots.RunAsync(CheckAsync, CancellationToken.None));
    }

    [Fact]
    public async Task A_slot_whose_check_failed_rests_many_times_as_long_as_the_check()
    {
        var slots = new LoginSlots(time, atOnce: 1);
        await CheckAsync(slots, found: null);

        var next = CheckAsync(slots, found: "user");

        time.Advance(LoginSlots.Rest * Check - TimeSpan.FromMilliseconds(1));
        Assert.False(next.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.NotNull(await next);
    }

    [Fact]
    public async Task A_slot_whose_check_was_right_does_not_rest()
    {
        var slots = new LoginSlots(time, atOnce: 1);
        await CheckAsync(slots, found: "user");
        Assert.NotNull(await CheckAsync(slots, found: "user"));
    }

    [Fact]
    public async Task Whoever_goes_while_a_slot_rests_leaves_the_slot_behind()
    {
        var slots = new LoginSlots(time, atOnce: 1);
        using var gone = new CancellationTokenSource();
        await CheckAsync(slots, found: null);
        var waiting = CheckAsync(slots, found: "user", gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        var next = CheckAsync(slots, found: "user");
        time.Advance(LoginSlots.Rest * Check);

        Assert.NotNull(await next);
    }

    [Fact]
    public async Task Whoever_has_waited_too_long_is_told_to_come_back()
    {
        var slots = new LoginSlots(time, atOnce: 1);
        var release = new TaskCompletionSource<string?>();
        var running = slots.RunAsync(() => release.Task, CancellationToken.None);
        var waiting = CheckAsync(slots, found: "user");

        time.Advance(LoginSlots.MaxWait);

        Assert.Equal(WireError.TooManyLogins, (await Assert.ThrowsAsync<Refusal>(() => waiting)).Error);
        release.SetResult("user");
        Assert.NotNull(await running);
        Assert.NotNull(await CheckAsync(slots, found: "user"));
    }

    /// <summary>On a busy machine.</summary>
    [Fact]
    public async Task A_check_that_took_long_is_followed_by_a_bounded_rest()
    {
        var slots = new LoginSlots(time, atOnce: 1);
        await slots.RunAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMinutes(1));
                return Task.FromResult<string?>(null);
            },
            CancellationToken.None
        );

        var next = CheckAsync(slots, found: "user");
        time.Advance(LoginSlots.LongestRest);

        Assert.NotNull(await next);
    }

    private Task<string?> CheckAsync(LoginSlots slots, string? found, CancellationToken cancellation = default) =>
        slots.RunAsync(
            () =>
            {
                time.Advance(Check);
                return Task.FromResult(found);
            },
            cancellation
        );

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value)
            Interlocked.CompareExchange(ref target, value, seen);
    }
}
