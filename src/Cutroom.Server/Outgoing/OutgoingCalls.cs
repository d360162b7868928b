using System.Net;
using System.Net.Sockets;

namespace Cutroom.Server.Outgoing;

/// <summary>Finds the addresses of a host name.</summary>
internal delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancellation);

/// <summary>
/// HTTP to addresses that callers chose. The name is resolved, every address judged and the very address that was judged connected,
/// in one step: a name that changes its address in between gains nothing (I20). No proxy, no cookies, no redirects.
/// </summary>
/// <param name="rules">Addresses they trust are reached on any port and without TLS.</param>
/// <param name="resolve">The system's resolver where null.</param>
internal sealed class OutgoingCalls(AddressRules rules, ResolveHost? resolve = null)
{
    private readonly ResolveHost resolver = resolve ?? Dns.GetHostAddressesAsync;

    /// <param name="allowPlain">Whether public addresses may be called without TLS.</param>
    /// <param name="limit">For one call from its start to its last byte.</param>
    public HttpClient NewClient(bool allowPlain, TimeSpan limit) =>
        new(
            new SocketsHttpHandler
            {
                UseProxy = false,
                UseCookies = false,
                AllowAutoRedirect = false,
                // Short, so that a change of the rules or of the name is soon seen.
                PooledConnectionLifetime = TimeSpan.FromMinutes(1),
                ConnectTimeout = TimeSpan.FromSeconds(5),
                MaxResponseHeadersLength = 16,
                MaxResponseDrainSize = 64 << 10,
                ResponseDrainTimeout = TimeSpan.FromSeconds(2),
                ActivityHeadersPropagator = null,
                ConnectCallback = (call, cancellation) => ConnectAsync(call, allowPlain, cancellation),
            }
        )
        {
            Timeout = limit,
        };

    private async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext call,
        bool allowPlain,
        CancellationToken cancellation
    )
    {
        var (host, port) = (call.DnsEndPoint.Host, call.DnsEndPoint.Port);
        var scheme = call.InitialRequestMessage.RequestUri?.Scheme;
        var addresses = await resolver(host, cancellation);
        if (addresses.Length == 0)
            throw new HttpRequestException($"{host} has no address.");
        // One bad address among good ones is no accident: none of them is tried.
        if (addresses.FirstOrDefault(address => !MayReach(address, scheme, port, allowPlain)) is { } refused)
            throw new OutgoingRefusedException($"{host} means {refused}, which {scheme} on port {port} may not reach.");

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool MayReach(IPAddress address, string? scheme, int port, bool allowPlain) =>
        rules.IsTrusted(address)
        || (
            AddressRules.IsPublic(address)
            && ((scheme, port) is ("https", 443) || (allowPlain && (scheme, port) is ("http", 80)))
        );
}

/// <summary>The address is none that callers may have called.</summary>
internal sealed class OutgoingRefusedException(string message) : Exception(message);
