using System.Net;
using System.Net.Sockets;

namespace Cutroom.Server.Outgoing;

/// <summary>
/// Which addresses a call that a caller asked for may reach (I20): public ones, and those the operator names. Pure; the sentence is
/// about addresses alone, because names and the many forms of writing an address prove nothing.
/// </summary>
/// <param name="trusted">Ranges of the operator's own network that may be reached all the same.</param>
internal sealed class AddressRules(IReadOnlyList<IPNetwork> trusted)
{
    // Source: IANA special-purpose address registries, IPv4 and IPv6.
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/128",
            "::1/128",
            "100::/64",
            "2001:db8::/32",
            "fc00::/7",
            "fe80::/10",
            "fec0::/10",
            "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    // Addresses that carry an IPv4 address for somebody else to unpack: the packed one is judged as well.
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Teredo = IPNetwork.Parse("2001::/32");
    private static readonly IPNetwork[] Translated =
    [
        IPNetwork.Parse("64:ff9b::/96"),
        IPNetwork.Parse("64:ff9b:1::/48"),
        IPNetwork.Parse("::/96"),
    ];

    public bool IsTrusted(IPAddress address) => trusted.Any(range => range.Contains(Plain(address)));

    public static bool IsPublic(IPAddress address)
    {
        var plain = Plain(address);
        return !NotPublic.Any(range => range.Contains(plain))
            && (PackedIn(plain) is not { } packed || IsPublic(packed));
    }

    /// <param name="text">Ranges in CIDR form, separated by commas; empty for none.</param>
    /// <exception cref="FormatException">A part is no range.</exception>
    public static AddressRules Parse(string text) =>
        new([.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Range)]);

    private static IPNetwork Range(string text) =>
        IPNetwork.TryParse(text, out var range) || IPNetwork.TryParse($"{text}/32", out range) ? range
        : IPNetwork.TryParse($"{text}/128", out range) ? range
        : throw new FormatException($"'{text}' is no range such as 10.0.0.0/8");

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static IPAddress? PackedIn(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return null;
        var bytes = address.GetAddressBytes();
        return SixToFour.Contains(address) ? new(bytes.AsSpan(2, 4))
            : Teredo.Contains(address) ? new([.. bytes[12..].Select(part => (byte)~part)])
            : Translated.Any(range => range.Contains(address)) ? new(bytes.AsSpan(12, 4))
            : null;
    }
}
