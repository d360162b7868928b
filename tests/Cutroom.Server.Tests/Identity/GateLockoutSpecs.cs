using Cutroom.Server.Access;
using Cutroom.Server.Identity;
using Cutroom.Testing;
using Xunit;

namespace Cutroom.Server.Tests.Identity;

/// <summary>Locked keys, and what stops a credential that was good (I22, I23).</summary>
public sealed class GateLockoutSpecs(GateServer fixture) : IClassFixture<GateServer>
{
    private readonly RunningServer server = fixture.Server;

    [Fact]
    [Documented("API gateway error codes: more than five consecutive failures lock the key for five minutes")]
    public async Task A_key_is_locked_after_six_wrong_signatures_even_for_right_ones()
    {
        var (_, ak, sk) = await server.AddUserAsync("locked", policy: SystemPolicies.Administrator);
        var right = new SignedBytes(server, ak, sk);
        for (var i = 0; i < 6; i++)
            Assert.Contains("verify aksk signature fail", (await (right with { Sk = sk + "x" }).SendAsync()).Body);

        var locked = await right.SendAsync();

        Assert.Equal(401, locked.Status);
        Assert.Contains("AK access failed to reach the limit,forbidden.", locked.Body);
        fixture.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(200, (await right.SendAsync()).Status);
    }

    [Fact]
    public async Task Wrong_dates_do_not_lock_a_key()
    {
        var (_, ak, sk) = await server.AddUserAsync("late", policy: SystemPolicies.Administrator);
        var right = new SignedBytes(server, ak, sk);
        for (var i = 0; i < 10; i++)
            await (right with { Date = "20200101T000000Z" }).SendAsync();

        Assert.Equal(200, (await right.SendAsync()).Status);
    }

    [Fact]
    public async Task A_disabled_key_stops_within_five_seconds()
    {
        var (_, ak, sk) = await server.AddUserAsync("key-off", policy: SystemPolicies.Administrator);
        var request = new SignedBytes(server, ak, sk);
        Assert.Equal(200, (await request.SendAsync()).Status);

        await server.WriteAsync(session => AccessKeyStore.SetEnabledAsync(session, ak, enabled: false));
        fixture.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(401, (await request.SendAsync()).Status);
    }

    [Fact]
    public async Task A_disabled_user_stops_within_five_seconds()
    {
        var (user, ak, sk) = await server.AddUserAsync("user-off", policy: SystemPolicies.Administrator);
        var request = new SignedBytes(server, ak, sk);
        Assert.Equal(200, (await request.SendAsync()).Status);

        await server.WriteAsync(session => UserStore.SetEnabledAsync(session, user, enabled: false));
        fixture.Time.Advance(TimeSpan.FromSeconds(5));

        var response = await request.SendAsync();
        Assert.Equal(403, response.Status);
        Assert.Contains("APIGW.0302", response.Body);
    }
}
