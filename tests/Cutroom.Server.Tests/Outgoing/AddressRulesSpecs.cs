using System.Net;
using Cutroom.Server.Outgoing;
using Xunit;

namespace Cutroom.Server.Tests.Outgoing;

/// <summary>I20: what no caller may have called, in every form that carries it.</summary>
public sealed class AddressRulesSpecs
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("10.255.255.255")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.1")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.0.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.7")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::7f00:1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("64:ff9b:1::a00:1")]
    [InlineData("100::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2001:0:0:0:0:0:80ff:fffe")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("2002:c0a8:1::1")]
    [InlineData("fc00::1")]
    [InlineData("fdff::1")]
    [InlineData("fe80::1")]
    [InlineData("febf::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("ff0e::1")]
    public void An_inner_address_is_not_public(string address) =>
        Assert.False(AddressRules.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.0.1.1")]
    [InlineData("192.167.255.255")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::808:808")]
    [InlineData("2002:808:808::1")]
    [InlineData("2606:4700::1111")]
    public void A_neighbour_of_an_inner_range_is_public(string address) =>
        Assert.True(AddressRules.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public void Only_what_the_operator_names_is_trusted()
    {
        var rules = AddressRules.Parse("10.1.0.0/16, 192.168.7.7,fd00::/8");

        Assert.True(rules.IsTrusted(IPAddress.Parse("10.1.2.3")));
        Assert.True(rules.IsTrusted(IPAddress.Parse("::ffff:10.1.2.3")));
        Assert.True(rules.IsTrusted(IPAddress.Parse("192.168.7.7")));
        Assert.True(rules.IsTrusted(IPAddress.Parse("fd12::1")));
        Assert.False(rules.IsTrusted(IPAddress.Parse("10.2.0.1")));
        Assert.False(rules.IsTrusted(IPAddress.Parse("192.168.7.8")));
        Assert.False(rules.IsTrusted(IPAddress.Parse("127.0.0.1")));
    }

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("localhost")]
    [InlineData("10.0.0.0/8;11.0.0.0/8")]
    public void A_range_that_is_none_is_named(string text) =>
        Assert.Contains(text, Assert.Throws<FormatException>(() => AddressRules.Parse(text)).Message);
}
