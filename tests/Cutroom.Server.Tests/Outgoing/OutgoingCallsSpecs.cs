using System.Net;
using System.Net.Sockets;
using Cutroom.Server.Outgoing;
using Xunit;

namespace Cutroom.Server.Tests.Outgoing;

/// <summary>I20: a listener on this machine sees who got through.</summary>
public sealed class OutgoingCallsSpecs : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public OutgoingCallsSpecs() => listener.Start();

    private int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Dispose() => listener.Dispose();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("0x7f000001")]
    [InlineData("127.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("0")]
    [InlineData("localhost")]
    [InlineData("localhost.")]
    [InlineData("LOCALHOST")]
    [InlineData("ⓛⓞⓒⓐⓛⓗⓞⓢⓣ")]
    [InlineData("１２７.０.０.１")]
    [InlineData("①②⑦.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("[64:ff9b::7f00:1]")]
    public async Task No_way_to_write_the_own_machine_reaches_it(string host)
    {
        using var client = Calls(trusted: "").NewClient(allowPlain: true, TimeSpan.FromSeconds(10));

        var failure = await Record.ExceptionAsync(() => client.GetAsync($"http://{host}:{Port}/"));

        Assert.NotNull(failure);
        Assert.False(listener.Pending());
    }

    /// <summary>The first answer is for whoever checks beforehand, the second for whoever connects: here they are one.</summary>
    [Fact]
    public async Task A_name_that_changes_its_address_is_judged_by_the_address_that_is_connected()
    {
        var answers = new Queue<IPAddress>([IPAddress.Parse("1.1.1.1"), IPAddress.Loopback, IPAddress.Loopback]);
        var calls = new OutgoingCalls(AddressRules.Parse(""), (_, _) => Task.FromResult(new[] { answers.Dequeue() }));
        using var client = calls.NewClient(allowPlain: true, TimeSpan.FromSeconds(10));

        // Refused for its port, then for its address.
        await Assert.ThrowsAnyAsync<Exception>(() => client.GetAsync($"http://rebinding.example:{Port}/"));
        await Assert.ThrowsAnyAsync<Exception>(() => client.GetAsync($"http://rebinding.example:{Port}/"));

        Assert.False(listener.Pending());
        Assert.Single(answers);
    }

    [Fact]
    public async Task One_inner_address_among_public_ones_refuses_them_all()
    {
        IPAddress[] both = [IPAddress.Parse("1.1.1.1"), IPAddress.Loopback];
        var calls = new OutgoingCalls(AddressRules.Parse(""), (_, _) => Task.FromResult(both));
        using var client = calls.NewClient(allowPlain: true, TimeSpan.FromSeconds(10));

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => client.GetAsync("http://mixed.example/"));

        Assert.Contains("127.0.0.1", failure.ToString());
    }

    [Fact]
    public async Task A_public_address_takes_no_plain_call_where_secrets_travel()
    {
        var calls = new OutgoingCalls(
            AddressRules.Parse(""),
            (_, _) => Task.FromResult(new[] { IPAddress.Parse("1.1.1.1") })
        );
        using var client = calls.NewClient(allowPlain: false, TimeSpan.FromSeconds(10));

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => client.GetAsync("http://plain.example/"));

        Assert.Contains("may not reach", failure.ToString());
    }

    /// <summary>The other specs could also pass because nothing is ever connected.</summary>
    [Fact]
    public async Task A_trusted_address_is_reached_and_its_redirect_is_not_followed()
    {
        var answer = AnswerOnceAsync(
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
        );
        using var client = Calls(trusted: "127.0.0.1/32").NewClient(allowPlain: false, TimeSpan.FromSeconds(10));

        using var response = await client.GetAsync($"http://localhost:{Port}/");

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        await answer;
    }

    private static OutgoingCalls Calls(string trusted) =>
        new(
            AddressRules.Parse(trusted),
            async (host, cancellation) =>
                [.. (await Dns.GetHostAddressesAsync(host, cancellation)).Where(IsIPv4OrAlone)]
        );

    // The listener has no IPv6 address; of localhost's two the other one would be tried first.
    private static bool IsIPv4OrAlone(IPAddress address) => !address.Equals(IPAddress.IPv6Loopback);

    private async Task AnswerOnceAsync(string response)
    {
        using var peer = await listener.AcceptTcpClientAsync();
        await peer.GetStream().ReadAtLeastAsync(new byte[16], 16);
        await peer.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(response));
    }
}
