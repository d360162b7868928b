using System.Net;
using Cutroom.Server.Identity;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Identity;

/// <summary>Guessing is bounded per name and address (I22).</summary>
public sealed class LockoutSpecs
{
    private readonly FakeTimeProvider time = new();
    private readonly FailureLimiter limiter;

    public LockoutSpecs() => limiter = new(time, 6, TimeSpan.FromHours(1), TimeSpan.FromMinutes(5));

    [Fact]
    public void The_sixth_failure_locks_for_five_minutes()
    {
        Fail(5);
        Assert.False(limiter.IsLocked("key", IPAddress.Loopback));

        Fail(1);

        Assert.True(limiter.IsLocked("key", IPAddress.Loopback));
        time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        Assert.True(limiter.IsLocked("key", IPAddress.Loopback));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(limiter.IsLocked("key", IPAddress.Loopback));
    }

    [Fact]
    public void A_success_in_between_starts_the_count_again()
    {
        Fail(5);
        limiter.Succeeded("key", IPAddress.Loopback);

        Fail(5);

        Assert.False(limiter.IsLocked("key", IPAddress.Loopback));
    }

    [Fact]
    public void Another_address_is_not_shut_out()
    {
        Fail(6);

        Assert.False(limiter.IsLocked("key", IPAddress.Parse("192.0.2.1")));
        Assert.False(limiter.IsLocked("other", IPAddress.Loopback));
    }

    [Fact]
    public void A_host_does_not_escape_by_another_address_of_its_own_network()
    {
        for (var i = 1; i <= 6; i++)
            limiter.Failed("key", IPAddress.Parse($"2001:db8:1:2::{i}"));

        Assert.True(limiter.IsLocked("key", IPAddress.Parse("2001:db8:1:2::ff")));
        Assert.False(limiter.IsLocked("key", IPAddress.Parse("2001:db8:1:3::1")));
    }

    [Fact]
    public void Failures_far_apart_do_not_add_up()
    {
        Fail(5);
        time.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));

        Fail(1);

        Assert.False(limiter.IsLocked("key", IPAddress.Loopback));
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
            limiter.Failed("key", IPAddress.Loopback);
    }
}
